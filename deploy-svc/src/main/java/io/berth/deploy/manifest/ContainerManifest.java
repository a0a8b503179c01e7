/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AdditionalContainer;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.Tier;
import io.berth.events.command.pod.PreStop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The containers of a pod: the application's own, and those beside it. */
final class ContainerManifest {

  private final DesiredState desired;
  private final AppSpec spec;
  private final ConfigFiles config;
  private final PodVolumes volumes;

  ContainerManifest(DesiredState desired, ConfigFiles config, PodVolumes volumes) {
    this.desired = desired;
    this.spec = desired.release().spec();
    this.config = config;
    this.volumes = volumes;
  }

  /** The first container of the pods, which has the application's name. */
  Container own() {
    String app = desired.app().name();
    ContainerBuilder builder =
        new ContainerBuilder()
            .withName(app)
            .withImage(desired.release().images().pin(spec.image()))
            .withImagePullPolicy("IfNotPresent")
            .withEnv(ContainerEnv.variables(desired, app, spec.env(), spec.envFrom()))
            .withEnvFrom(ContainerEnv.sources(spec.secrets(), spec.configMaps()))
            .withVolumeMounts(config.mounts())
            .addAllToVolumeMounts(volumes.mounts())
            .withWorkingDir(spec.workingDir())
            .withSecurityContext(PodSettings.container(spec.security()))
            .withResources(resources(spec.tier(), spec.limits(), spec.requests()));
    program(builder, spec.command(), spec.args());
    running(builder, spec.ports(), spec.probes(), spec.preStop());
    return builder.build();
  }

  List<Container> initContainers() {
    return spec.initContainers().stream().map(this::additional).toList();
  }

  List<Container> sidecars() {
    return spec.sidecars().stream().map(this::additional).toList();
  }

  private Container additional(AdditionalContainer container) {
    ContainerBuilder builder =
        new ContainerBuilder()
            .withName(container.name())
            .withImage(desired.release().images().pin(container.image()))
            .withImagePullPolicy("IfNotPresent")
            .withEnv(
                ContainerEnv.variables(
                    desired, container.name(), container.env(), container.envFrom()))
            .withEnvFrom(ContainerEnv.sources(container.secrets(), container.configMaps()))
            .withVolumeMounts(mounts(container))
            .withWorkingDir(container.workingDir())
            .withSecurityContext(PodSettings.container(container.security()))
            .withResources(resources(spec.tier(), container.limits(), container.requests()));
    program(builder, container.command(), container.args());
    running(builder, container.ports(), container.probes(), container.preStop());
    return builder.build();
  }

  private List<VolumeMount> mounts(AdditionalContainer container) {
    List<VolumeMount> mounts = new ArrayList<>();
    new TreeMap<>(container.volumes())
        .forEach(
            (path, mount) ->
                mounts.add(
                    config
                        .mount(mount.source(path), path)
                        .orElseGet(() -> volumes.mount(mount.source(path), path, mount))));
    return mounts;
  }

  private static void program(ContainerBuilder builder, List<String> command, List<String> args) {
    if (!args.isEmpty()) {
      builder.withArgs(args.stream().map(VariableExpansion::escape).toList());
    }
    if (!command.isEmpty()) {
      builder.withCommand(command.stream().map(VariableExpansion::escape).toList());
    }
  }

  private static void running(
      ContainerBuilder builder,
      List<Port> ports,
      @Nullable Probes given,
      @Nullable PreStop preStop) {
    Probes probes = given == null ? new Probes(null, null, null) : given;
    builder
        .withLivenessProbe(ProbeManifest.of(probes.liveness()))
        .withReadinessProbe(ProbeManifest.of(probes.readiness()))
        .withStartupProbe(ProbeManifest.of(probes.startup()));
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
    ports.forEach(
        port ->
            builder
                .addNewPort()
                .withName(port.name())
                .withContainerPort(port.port())
                .withProtocol(port.protocolOrTcp().name())
                .endPort());
  }

  private static ResourceRequirements resources(
      Tier tier, @Nullable Limits limits, @Nullable Limits explicit) {
    if (limits == null) {
      return new ResourceRequirements();
    }
    ResourceRequests requests =
        explicit == null
            ? ResourceRequests.of(tier, limits)
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
}
