/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.berth.events.command.pod.PreStop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.HashMap;
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
  private final PodVolumes volumes;

  PodManifest(DesiredState desired) {
    this.desired = desired;
    this.spec = desired.release().spec();
    this.config = new ConfigFiles(spec.configFiles());
    this.volumes = new PodVolumes(spec.volumes());
  }

  PodTemplateSpec template() {
    String app = desired.app().name();
    var builder =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(AppManifests.inSlot(labels(), ServiceSlot.LIVE))
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
    if (!volumes.isEmpty()) {
      builder.addAllToVolumes(volumes.volumes());
    }
    PodTemplateSpec template = builder.endSpec().build();
    PodSettings.apply(spec, template.getSpec());
    return template;
  }

  /** Berth's own labels select the pods: no other can take their place. */
  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(spec.pod() == null ? Map.of() : spec.pod().labels());
    labels.putAll(AppManifests.labels(desired));
    return labels;
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
            .withEnv(ContainerEnv.variables(desired))
            .withEnvFrom(ContainerEnv.sources(spec))
            .withVolumeMounts(config.mounts())
            .addAllToVolumeMounts(volumes.mounts())
            .withLivenessProbe(ProbeManifest.of(probes.liveness()))
            .withReadinessProbe(ProbeManifest.of(probes.readiness()))
            .withStartupProbe(ProbeManifest.of(probes.startup()))
            .withWorkingDir(spec.workingDir())
            .withSecurityContext(PodSettings.container(spec.security()))
            .withResources(resources(spec.limits()));
    if (!spec.args().isEmpty()) {
      builder.withArgs(spec.args().stream().map(VariableExpansion::escape).toList());
    }
    if (!spec.command().isEmpty()) {
      builder.withCommand(spec.command().stream().map(VariableExpansion::escape).toList());
    }
    PreStop preStop = spec.preStop();
    if (preStop != null) {
      builder
          .withNewLifecycle()
          .withNewPreStop()
          .withNewExec()
          .withCommand(preStop.command())
          .endExec()
          .endPreStop()
          .endLifecycle();
    }
    spec.ports()
        .forEach(
            port ->
                builder
                    .addNewPort()
                    .withName(port.name())
                    .withContainerPort(port.port())
                    .withProtocol(port.protocolOrTcp().name())
                    .endPort());
    return builder.build();
  }

  private ResourceRequirements resources(AppSpec.@Nullable Limits limits) {
    if (limits == null) {
      return new ResourceRequirements();
    }
    AppSpec.Limits explicit = spec.requests();
    ResourceRequests requests =
        explicit == null
            ? ResourceRequests.of(spec.tier(), limits)
            : new ResourceRequests(explicit.cpuMillis(), explicit.memoryBytes());
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
}
