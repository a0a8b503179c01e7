/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.deploy.workload.GoverningService;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Workload;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of an application, in the order in which they are to be applied. */
public final class AppManifests {

  private AppManifests() {}

  /**
   * The Deployment or StatefulSet comes last: it carries the command's position, which means that
   * everything is applied.
   */
  public static List<HasMetadata> of(DesiredState desired) {
    List<HasMetadata> objects = new ArrayList<>();
    AppSpec spec = desired.release().spec();
    files(desired).ifPresent(objects::add);
    if (!spec.servicePorts().isEmpty()) {
      objects.add(service(desired));
    }
    if (spec.workload() instanceof Workload.Stateful) {
      objects.add(governingService(desired));
    }
    if (desired.disruptionBudgets()) {
      objects.add(budget(desired));
    }
    ParallelRelease parallel = desired.parallel();
    if (parallel != null) {
      DesiredState other = desired.asParallel(parallel.release());
      files(other).ifPresent(objects::add);
      objects.add(ParallelDeployment.of(other, parallel));
    }
    objects.add(workload(desired));
    return objects;
  }

  private static Optional<HasMetadata> files(DesiredState desired) {
    ConfigFiles config = new ConfigFiles(desired.release().spec().configFiles());
    return config.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConfigMapBuilder()
                .withMetadata(plain(desired, config.nameFor(desired.app().name())))
                .withImmutable(true)
                .withData(config.data())
                .build());
  }

  /** The name of the ConfigMap with the release's config files, if any. */
  public static Optional<String> configMap(AppRef app, AppSpec spec) {
    ConfigFiles config = new ConfigFiles(spec.configFiles());
    return config.isEmpty() ? Optional.empty() : Optional.of(config.nameFor(app.name()));
  }

  /** Whether that is the name of a ConfigMap with config files of the application. */
  public static boolean isConfigMap(AppRef app, String name) {
    return ConfigFiles.isNameFor(app.name(), name);
  }

  private static HasMetadata workload(DesiredState desired) {
    AppSpec spec = desired.release().spec();
    Deployment rendered = deployment(desired);
    if (spec.workload() instanceof Workload.Stateful) {
      // Its controller adopts every ControllerRevision that it selects: not the kept releases.
      rendered
          .getSpec()
          .getSelector()
          .setMatchLabels(inSlot(Annotations.selector(desired.app().name()), ServiceSlot.LIVE));
    }
    return WorkloadKind.of(spec)
        .write(
            rendered, spec, new PodVolumes(spec.volumes()).claims(ObjectOwner.of(desired.app())));
  }

  static Deployment deployment(DesiredState desired) {
    return new DeploymentBuilder()
        .withMetadata(
            plain(desired, desired.app().name())
                .edit()
                .withAnnotations(AppAnnotations.of(desired))
                .build())
        .withNewSpec()
        .withReplicas(desired.sendReplicas() ? desired.replicas() : null)
        .withPaused(desired.paused())
        .withMinReadySeconds(LivenessWindow.ofPods(desired.release().spec()))
        .withProgressDeadlineSeconds(ProgressDeadline.of(desired))
        .withRevisionHistoryLimit(5)
        .withStrategy(strategy(desired.release().spec().strategy()))
        .withNewSelector()
        .withMatchLabels(Annotations.selector(desired.app().name()))
        .endSelector()
        .withTemplate(new PodManifest(desired).template())
        .endSpec()
        .build();
  }

  /** The fields of a rolling update are left out: the API server refuses them beside Recreate. */
  private static DeploymentStrategy strategy(RolloutStrategy strategy) {
    if (strategy instanceof RolloutStrategy.Recreate) {
      return new DeploymentStrategyBuilder().withType("Recreate").build();
    }
    RolloutStrategy.Rolling rolling =
        strategy instanceof RolloutStrategy.Rolling given
            ? given
            : RolloutStrategy.Rolling.standard();
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(rolling.maxSurgePercent() + "%"))
        .withMaxUnavailable(new IntOrString(rolling.maxUnavailablePercent() + "%"))
        .endRollingUpdate()
        .build();
  }

  private static HasMetadata service(DesiredState desired) {
    ServiceBuilder builder =
        new ServiceBuilder()
            .withMetadata(fenced(desired, desired.app().name()))
            .withNewSpec()
            .withSelector(
                inSlot(Annotations.selector(desired.app().name()), slot(desired.parallel())))
            .endSpec();
    return withPorts(builder, desired);
  }

  /** Of all pods with numbers, also of those that are not ready: they find each other by it. */
  private static HasMetadata governingService(DesiredState desired) {
    String app = desired.app().name();
    ServiceBuilder builder =
        new ServiceBuilder()
            .withMetadata(fenced(desired, GoverningService.nameFor(app)))
            .withNewSpec()
            .withClusterIP("None")
            .withPublishNotReadyAddresses(true)
            .withSelector(Annotations.selector(app))
            .endSpec();
    return withPorts(builder, desired);
  }

  private static HasMetadata withPorts(ServiceBuilder builder, DesiredState desired) {
    desired
        .release()
        .spec()
        .servicePorts()
        .forEach(
            port ->
                builder
                    .editSpec()
                    .addNewPort()
                    .withName(port.name())
                    .withPort(port.servicePortOrPort())
                    .withTargetPort(new IntOrString(port.name()))
                    .withProtocol(port.protocolOrTcp().name())
                    .endPort()
                    .endSpec());
    return builder.build();
  }

  /** Evictions may remove one pod at a time. */
  private static HasMetadata budget(DesiredState desired) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(fenced(desired, desired.app().name()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(Annotations.selector(desired.app().name()))
        .endSelector()
        .endSpec()
        .build();
  }

  private static ServiceSlot slot(@Nullable ParallelRelease parallel) {
    return parallel != null && parallel.serves() ? ServiceSlot.PREVIEW : ServiceSlot.LIVE;
  }

  static Map<String, String> inSlot(Map<String, String> labels, ServiceSlot slot) {
    Map<String, String> inSlot = new TreeMap<>(labels);
    inSlot.put(Annotations.SLOT, slot.label());
    return inSlot;
  }

  static Map<String, String> labels(DesiredState desired) {
    Map<String, String> labels = new TreeMap<>(Annotations.selector(desired.app().name()));
    labels.put(Annotations.VERSION, Long.toString(desired.release().number()));
    return labels;
  }

  private static ObjectMeta plain(DesiredState desired, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(desired.app().namespace())
        .withName(name)
        .withLabels(labels(desired))
        .addToAnnotations(Annotations.APP, ObjectOwner.of(desired.app()).annotation())
        .build();
  }

  /** With the annotations that identify the newer of two commands. */
  private static ObjectMeta fenced(DesiredState desired, String name) {
    return plain(desired, name)
        .edit()
        .addToAnnotations(AppAnnotations.fencing(desired.command()))
        .build();
  }

  static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
