/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.events.Check;
import io.berth.events.InvalidField;
import io.berth.events.quantity.AlternativeTo;
import io.berth.events.quantity.Quantity;
import io.berth.events.quantity.QuantityFields;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of an application, with one container per pod.
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
    Map<String, String> annotations) {

  static final int MOST_REPLICAS = 1000;
  private static final int MOST_ENV_BYTES = 256 * 1024;
  private static final int MOST_CONFIG_BYTES = 900 * 1024;
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

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
    Check check =
        Check.that()
            .line("image", image, 1000)
            .between("replicas", replicas, 1, MOST_REPLICAS)
            .holds(
                bytes(env) <= MOST_ENV_BYTES,
                "env",
                bytes(env) + " bytes",
                "at most " + MOST_ENV_BYTES + " bytes; put more into configFiles")
            .holds(
                bytes(configFiles) <= MOST_CONFIG_BYTES,
                "configFiles",
                bytes(configFiles) + " bytes",
                "at most " + MOST_CONFIG_BYTES + " bytes, what a ConfigMap holds");
    env.keySet()
        .forEach(
            name -> check.matches("env", name, ENV_NAME, "names of letters, digits and _ . -"));
    configFiles
        .keySet()
        .forEach(
            path ->
                check.holds(
                    path.startsWith("/") && !path.contains("/../") && !path.endsWith("/"),
                    "configFiles",
                    "'" + path + "'",
                    "an absolute path of a file, without '..'"));
    for (int i = 0; i < secrets.size(); i++) {
      check.subdomain("secrets[" + i + "]", secrets.get(i));
    }
    replicasByCluster.forEach(
        (cluster, count) -> check.between("replicasByCluster." + cluster, count, 0, MOST_REPLICAS));
    check.orThrow();
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
    return probes == null
        ? List.of()
        : probes.fractionsOfSeconds().stream().map(fault -> fault.within("probes")).toList();
  }

  /** Without the values of the environment and the files: they may hold what nobody should read. */
  @Override
  public String toString() {
    return "AppSpec[image=%s, tier=%s, replicas=%d, env=%s, configFiles=%s, strategy=%s]"
        .formatted(image, tier, replicas, env.keySet(), configFiles.keySet(), strategy);
  }

  private static long bytes(Map<String, String> map) {
    return map.entrySet().stream()
        .mapToLong(entry -> (long) entry.getKey().length() + entry.getValue().length())
        .sum();
  }

  /**
   * A port that the application listens on.
   *
   * @param name a DNS label of at most 15 characters
   * @param port 1 to 65535
   */
  public record Port(String name, int port) {
    public Port {
      Check.that()
          .label("name", name)
          .holds(
              name == null || name.length() <= 15,
              "name",
              "'" + name + "'",
              "at most 15 characters")
          .between("port", port, 1, 65535)
          .orThrow();
    }
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
