/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod template of a release. Contains only what changes with the release: anything else would
 * replace pods needlessly.
 */
final class PodManifest {

  private final DesiredState desired;
  private final AppSpec spec;
  private final ConfigFiles config;

  PodManifest(DesiredState desired) {
    this.desired = desired;
    this.spec = desired.release().spec();
    this.config = new ConfigFiles(spec.configFiles());
  }

  PodTemplateSpec template() {
    String app = desired.app().name();
    var builder =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(AppManifests.inSlot(AppManifests.labels(desired), ServiceSlot.LIVE))
            .withAnnotations(annotations())
            .endMetadata()
            .withNewSpec()
            .withContainers(container(app))
            .withTopologySpreadConstraints(spread(app))
            .withTerminationGracePeriodSeconds(30L);
    if (!config.isEmpty()) {
      builder
          .addNewVolume()
          .withName(ConfigFiles.VOLUME)
          .withNewConfigMap()
          .withName(config.nameFor(app))
          .endConfigMap()
          .endVolume();
    }
    return builder.endSpec().build();
  }

  private Map<String, String> annotations() {
    Map<String, String> annotations = new TreeMap<>(spec.annotations());
    annotations.put(Annotations.RELEASE, Long.toString(desired.release().number()));
    annotations.put(Annotations.COMMAND_ID, desired.release().commandId());
    annotations.put(Annotations.COMMAND_BY, desired.release().requestedBy());
    annotations.put(Annotations.TIER, AppManifests.lowerCase(spec.tier()));
    if (desired.restartedAt() != null) {
      annotations.put(Annotations.RESTARTED_AT, desired.restartedAt());
    }
    return annotations;
  }

  private Container container(String app) {
    Probes probes = spec.probes() == null ? new Probes(null, null, null) : spec.probes();
    var builder =
        new ContainerBuilder()
            .withName(app)
            .withImage(desired.release().pinnedImage())
            .withImagePullPolicy("IfNotPresent")
            .withEnv(env(app))
            .withEnvFrom(spec.secrets().stream().map(PodManifest::secret).toList())
            .withVolumeMounts(config.mounts())
            .withLivenessProbe(probe(probes.liveness()))
            .withReadinessProbe(probe(probes.readiness()))
            .withStartupProbe(probe(probes.startup()))
            .withResources(resources(spec.limits()));
    if (!spec.args().isEmpty()) {
      builder.withArgs(spec.args().stream().map(VariableExpansion::escape).toList());
    }
    spec.ports()
        .forEach(
            port ->
                builder
                    .addNewPort()
                    .withName(port.name())
                    .withContainerPort(port.port())
                    .withProtocol("TCP")
                    .endPort());
    return builder.build();
  }

  /** What the log appender reads, then the application's own variables in name order. */
  private List<EnvVar> env(String app) {
    List<EnvVar> env = new ArrayList<>();
    env.add(value("BERTH_CLUSTER", desired.cluster()));
    env.add(field("BERTH_NAMESPACE", "metadata.namespace"));
    env.add(field("BERTH_POD", "metadata.name"));
    env.add(field("BERTH_POD_UID", "metadata.uid"));
    env.add(field("BERTH_NODE", "spec.nodeName"));
    env.add(value("BERTH_CONTAINER", app));
    env.add(value("BERTH_APP", app));
    env.add(value("BERTH_RELEASE", Long.toString(desired.release().number())));
    new TreeMap<>(spec.env())
        .forEach((name, text) -> env.add(value(name, VariableExpansion.escape(text))));
    return env;
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  private static EnvFromSource secret(String name) {
    return new EnvFromSourceBuilder().withNewSecretRef(name, false).build();
  }

  private ResourceRequirements resources(AppSpec.@Nullable Limits limits) {
    if (limits == null) {
      return new ResourceRequirements();
    }
    ResourceRequests requests = ResourceRequests.of(spec.tier(), limits);
    return new ResourceRequirementsBuilder()
        .withLimits(quantities(limits.cpuMillis(), limits.memoryBytes()))
        .withRequests(quantities(requests.cpuMillis(), requests.memoryBytes()))
        .build();
  }

  private static Map<String, Quantity> quantities(long cpuMillis, long memoryBytes) {
    Map<String, Quantity> quantities = new HashMap<>();
    quantities.put("cpu", new Quantity(cpuMillis + "m"));
    quantities.put("memory", new Quantity(Long.toString(memoryBytes)));
    return quantities;
  }

  /** Spread evenly over the nodes; a full node does not block scheduling. */
  private static TopologySpreadConstraint spread(String app) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey("kubernetes.io/hostname")
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(Annotations.selector(app))
        .endLabelSelector()
        .build();
  }

  /**
   * Kubernetes supports whole seconds only. New commands with fractions are rejected; a release
   * kept from before is written as it was then, since a change would replace its pods.
   */
  private static @Nullable Probe probe(Probes.@Nullable Probe probe) {
    if (probe == null) {
      return null;
    }
    ProbeBuilder builder =
        new ProbeBuilder()
            .withInitialDelaySeconds(Math.toIntExact(probe.initialDelay().toSeconds()))
            .withPeriodSeconds(Math.toIntExact(probe.period().toSeconds()))
            .withTimeoutSeconds(Math.toIntExact(probe.timeout().toSeconds()))
            .withFailureThreshold(probe.failureThreshold());
    return switch (probe.check()) {
      case Probes.ProbeCheck.Http http ->
          builder
              .withNewHttpGet()
              .withPath(http.path())
              .withPort(new IntOrString(http.port()))
              .endHttpGet()
              .build();
      case Probes.ProbeCheck.Tcp tcp ->
          builder.withNewTcpSocket().withPort(new IntOrString(tcp.port())).endTcpSocket().build();
      case Probes.ProbeCheck.Exec exec ->
          builder.withNewExec().withCommand(exec.command()).endExec().build();
    };
  }
}
