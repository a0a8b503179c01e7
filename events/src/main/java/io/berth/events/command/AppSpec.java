/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.events.Check;
import io.berth.events.InvalidField;
import io.berth.events.command.AdditionalContainer.InitContainer;
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.Placement;
import io.berth.events.command.pod.PodOptions;
import io.berth.events.command.pod.PreStop;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.Volume;
import io.berth.events.quantity.AlternativeTo;
import io.berth.events.quantity.Quantity;
import io.berth.events.quantity.QuantityFields;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of an application. Its pods have its own container, and others beside it where
 * it says so.
 *
 * @param tier the importance of the application
 * @param image name with tag or digest; policies may reject it
 * @param args arguments for the image's entry point; none to use the image's own
 * @param ports what it listens on; the Service routes to the first one
 * @param probes the probes
 * @param env plain environment variables
 * @param secrets names of Secrets whose keys become environment variables; never their values
 * @param configFiles files by absolute path; retained with the release
 * @param limits CPU and memory that one pod may use; requests follow from the tier
 * @param replicas how many in each cluster, 1 to 1000
 * @param replicasByCluster other numbers for some clusters
 * @param strategy how a new release replaces the old one; rolling if left out
 * @param autoRollback roll back automatically when the roll-out fails or times out
 * @param selfHeal revert changes by others to fields that Berth owns
 * @param annotations more annotations for the pods
 * @param command the program to run in place of the image's entry point, with {@code args} behind
 *     it
 * @param workingDir the folder that it starts in; the image's own if left out
 * @param envFrom environment variables whose values come from elsewhere, by their names
 * @param configMaps names of ConfigMaps whose keys become environment variables
 * @param volumes what is mounted, by absolute path
 * @param requests CPU and memory that one pod reserves, in place of what follows from the tier;
 *     policies limit them
 * @param preStop what runs in the container before it is told to end
 * @param security as whom the container runs and what it may do
 * @param pod settings of the pods as a whole
 * @param placement on which nodes the pods may run
 * @param initContainers what runs to its end before the application starts, in this order
 * @param sidecars what runs beside the application in each pod
 * @param workload what runs the pods; a Deployment if left out
 */
public record AppSpec(
    Tier tier,
    String image,
    List<String> args,
    List<Port> ports,
    @Nullable Probes probes,
    Map<String, String> env,
    List<String> secrets,
    Map<String, String> configFiles,
    @Nullable Limits limits,
    int replicas,
    Map<String, Integer> replicasByCluster,
    RolloutStrategy strategy,
    boolean autoRollback,
    boolean selfHeal,
    Map<String, String> annotations,
    @JsonInclude(NON_EMPTY) List<String> command,
    @Nullable String workingDir,
    @JsonInclude(NON_EMPTY) Map<String, EnvSource> envFrom,
    @JsonInclude(NON_EMPTY) List<String> configMaps,
    @JsonInclude(NON_EMPTY) Map<String, Volume> volumes,
    @Nullable Limits requests,
    @Nullable PreStop preStop,
    @Nullable SecurityContext security,
    @Nullable PodOptions pod,
    @Nullable Placement placement,
    @JsonInclude(NON_EMPTY) List<InitContainer> initContainers,
    @JsonInclude(NON_EMPTY) List<Sidecar> sidecars,
    @Nullable Workload workload) {

  static final int MOST_REPLICAS = 1000;

  @SuppressWarnings("NullAway") // JSON may leave these out
  public AppSpec {
    tier = tier == null ? Tier.STANDARD : tier;
    args = args == null ? List.of() : List.copyOf(args);
    ports = ports == null ? List.of() : List.copyOf(ports);
    env = env == null ? Map.of() : Map.copyOf(env);
    secrets = secrets == null ? List.of() : List.copyOf(secrets);
    configFiles = configFiles == null ? Map.of() : Map.copyOf(configFiles);
    replicasByCluster = replicasByCluster == null ? Map.of() : Map.copyOf(replicasByCluster);
    strategy = strategy == null ? RolloutStrategy.Rolling.standard() : strategy;
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    command = Check.listOrEmpty(command);
    envFrom = Check.mapOrEmpty(envFrom);
    configMaps = Check.listOrEmpty(configMaps);
    volumes = Check.mapOrEmpty(volumes);
    initContainers = Check.listOrEmpty(initContainers);
    sidecars = Check.listOrEmpty(sidecars);
    Check check = Check.that().line("image", image, 1000);
    AppSpecCheck.replicas(check, replicas, replicasByCluster);
    AppSpecCheck.env(check, env, envFrom);
    AppSpecCheck.names(check, "secrets", secrets);
    AppSpecCheck.names(check, "configMaps", configMaps);
    AppSpecCheck.files(check, configFiles);
    AppSpecCheck.volumes(check, volumes, configFiles.keySet());
    AppSpecCheck.program(check, command, workingDir);
    AppSpecCheck.workload(check, workload, strategy, volumes);
    check.orThrow();
  }

  /** What most applications say. */
  public AppSpec(
      Tier tier,
      String image,
      List<String> args,
      List<Port> ports,
      @Nullable Probes probes,
      Map<String, String> env,
      List<String> secrets,
      Map<String, String> configFiles,
      @Nullable Limits limits,
      int replicas,
      Map<String, Integer> replicasByCluster,
      RolloutStrategy strategy,
      boolean autoRollback,
      boolean selfHeal,
      Map<String, String> annotations) {
    this(
        tier,
        image,
        args,
        ports,
        probes,
        env,
        secrets,
        configFiles,
        limits,
        replicas,
        replicasByCluster,
        strategy,
        autoRollback,
        selfHeal,
        annotations,
        List.of(),
        null,
        Map.of(),
        List.of(),
        Map.of(),
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null);
  }

  /** How many replicas this cluster is to run. */
  public int replicasIn(String cluster) {
    return replicasByCluster.getOrDefault(cluster, replicas);
  }

  /**
   * What Kubernetes could only take cut or rounded: no command may ask for it. The record itself
   * reads it, since releases that were kept before it was refused are still gone back to.
   */
  public List<InvalidField> inexact() {
    return AppSpecCheck.fractionsOfSeconds(probes, sidecars);
  }

  /** Those of the application and of its sidecars: the Service has them all. */
  public List<Port> servicePorts() {
    return Stream.concat(
            ports.stream(), sidecars.stream().flatMap(sidecar -> sidecar.ports().stream()))
        .toList();
  }

  /** Without the values of the environment and the files: they may hold what nobody should read. */
  @Override
  public String toString() {
    return ("AppSpec[image=%s, tier=%s, replicas=%d, env=%s, envFrom=%s, configFiles=%s, volumes=%s,"
            + " strategy=%s, initContainers=%s, sidecars=%s, workload=%s]")
        .formatted(
            image,
            tier,
            replicas,
            env.keySet(),
            envFrom.keySet(),
            configFiles.keySet(),
            volumes.keySet(),
            strategy,
            initContainers,
            sidecars,
            workload);
  }

  /**
   * A port that the application listens on.
   *
   * @param name a DNS label of at most 15 characters
   * @param port 1 to 65535
   * @param protocol TCP if left out
   * @param servicePort the Service's port, where it is another one, 1 to 65535
   */
  public record Port(
      String name, int port, @Nullable Protocol protocol, @Nullable Integer servicePort) {
    public Port {
      protocol = protocol == Protocol.TCP ? null : protocol; // said or not, it is the same
      Check.that()
          .label("name", name)
          .holds(
              name == null || name.length() <= 15,
              "name",
              "'" + name + "'",
              "at most 15 characters")
          .between("port", port, 1, 65535)
          .between("servicePort", servicePort == null ? 1 : servicePort, 1, 65535)
          .orThrow();
      servicePort = servicePort != null && servicePort == port ? null : servicePort;
    }

    /** A port for TCP, with the same number in the Service. */
    public Port(String name, int port) {
      this(name, port, null, null);
    }

    public Protocol protocolOrTcp() {
      return protocol == null ? Protocol.TCP : protocol;
    }

    public int servicePortOrPort() {
      return servicePort == null ? port : servicePort;
    }
  }

  /** What is spoken on a port. */
  public enum Protocol {
    TCP,
    UDP
  }

  /**
   * What one pod may use. JSON may also say it as Kubernetes does: {@code cpu: 500m}, and {@code
   * memory: 256Mi}.
   *
   * @param cpuMillis CPU in millicores, 1 to 1 billion (a million cores)
   * @param memoryBytes memory in bytes, 4 MiB to 1 PiB
   */
  public record Limits(long cpuMillis, long memoryBytes) {

    private static final long MOST_CPU_MILLIS = 1_000_000_000;
    private static final long LEAST_MEMORY_BYTES = 4L << 20;
    private static final long MOST_MEMORY_BYTES = 1L << 50;

    public Limits {
      Check.that()
          .holds(
              cpuMillis >= 1 && cpuMillis <= MOST_CPU_MILLIS,
              "cpuMillis",
              Long.toString(cpuMillis),
              "CPU from 1m to 1000000 cores (cpuMillis 1 to 1000000000)")
          .holds(
              memoryBytes >= LEAST_MEMORY_BYTES && memoryBytes <= MOST_MEMORY_BYTES,
              "memoryBytes",
              Long.toString(memoryBytes),
              "memory from 4Mi to 1Pi (memoryBytes 4194304 to 1125899906842624)")
          .orThrow();
    }

    @JsonCreator
    static Limits of(
        @JsonProperty("cpu") @AlternativeTo(field = "cpuMillis", example = "500m")
            @Nullable Quantity cpu,
        @JsonProperty("memory") @AlternativeTo(field = "memoryBytes", example = "256Mi")
            @Nullable Quantity memory,
        @JsonProperty("cpuMillis") @Nullable Long cpuMillis,
        @JsonProperty("memoryBytes") @Nullable Long memoryBytes) {
      QuantityFields fields = new QuantityFields();
      long millis = fields.millicores("cpu", cpu, "cpuMillis", cpuMillis);
      long bytes = fields.bytes("memory", memory, "memoryBytes", memoryBytes);
      return fields.build(() -> new Limits(millis, bytes));
    }
  }
}
