/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.RolloutStrategy;
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

/** The objects of an application, in the order in which they are to be written. */
public final class Manifests {

  private Manifests() {}

  /**
   * The Deployment comes last: it carries the command's position, which says that all is written.
   */
  public static List<HasMetadata> of(Wanted wanted) {
    List<HasMetadata> objects = new ArrayList<>();
    AppSpec spec = wanted.release().spec();
    files(wanted).ifPresent(objects::add);
    if (!spec.ports().isEmpty()) {
      objects.add(service(wanted));
    }
    if (wanted.disruptionBudgets()) {
      objects.add(budget(wanted));
    }
    Beside beside = wanted.beside();
    if (beside != null) {
      Wanted other = wanted.asBeside(beside.release());
      files(other).ifPresent(objects::add);
      objects.add(BesideManifest.of(other, beside));
    }
    objects.add(deployment(wanted));
    return objects;
  }

  private static Optional<HasMetadata> files(Wanted wanted) {
    ConfigFiles config = new ConfigFiles(wanted.release().spec().configFiles());
    return config.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConfigMapBuilder()
                .withMetadata(plain(wanted, config.nameFor(wanted.app().name())))
                .withImmutable(true)
                .withData(config.data())
                .build());
  }

  /** The name of the ConfigMap with the release's config files, where it has any. */
  public static Optional<String> configMap(AppRef app, AppSpec spec) {
    ConfigFiles config = new ConfigFiles(spec.configFiles());
    return config.isEmpty() ? Optional.empty() : Optional.of(config.nameFor(app.name()));
  }

  static Deployment deployment(Wanted wanted) {
    return new DeploymentBuilder()
        .withMetadata(
            plain(wanted, wanted.app().name()).edit().withAnnotations(OwnMarks.of(wanted)).build())
        .withNewSpec()
        .withReplicas(wanted.sendReplicas() ? wanted.replicas() : null)
        .withPaused(wanted.paused() ? true : null)
        .withRevisionHistoryLimit(5)
        .withStrategy(strategy(wanted.release().spec().strategy()))
        .withNewSelector()
        .withMatchLabels(Marks.selector(wanted.app().name()))
        .endSelector()
        .withTemplate(new PodManifest(wanted).template())
        .endSpec()
        .build();
  }

  private static DeploymentStrategy strategy(RolloutStrategy strategy) {
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

  private static HasMetadata service(Wanted wanted) {
    ServiceBuilder builder =
        new ServiceBuilder()
            .withMetadata(fenced(wanted))
            .withNewSpec()
            .withSelector(inSlot(Marks.selector(wanted.app().name()), slot(wanted.beside())))
            .endSpec();
    wanted
        .release()
        .spec()
        .ports()
        .forEach(
            port ->
                builder
                    .editSpec()
                    .addNewPort()
                    .withName(port.name())
                    .withPort(port.port())
                    .withTargetPort(new IntOrString(port.name()))
                    .withProtocol("TCP")
                    .endPort()
                    .endSpec());
    return builder.build();
  }

  /** One pod at a time may be taken away by others. */
  private static HasMetadata budget(Wanted wanted) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(fenced(wanted))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(Marks.selector(wanted.app().name()))
        .endSelector()
        .endSpec()
        .build();
  }

  private static Slot slot(@Nullable Beside beside) {
    return beside != null && beside.serves() ? Slot.PREVIEW : Slot.LIVE;
  }

  static Map<String, String> inSlot(Map<String, String> labels, Slot slot) {
    Map<String, String> inSlot = new TreeMap<>(labels);
    inSlot.put(Marks.SLOT, slot.word());
    return inSlot;
  }

  static Map<String, String> labels(Wanted wanted) {
    Map<String, String> labels = new TreeMap<>(Marks.selector(wanted.app().name()));
    labels.put(Marks.VERSION, Long.toString(wanted.release().number()));
    return labels;
  }

  private static ObjectMeta plain(Wanted wanted, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(wanted.app().namespace())
        .withName(name)
        .withLabels(labels(wanted))
        .build();
  }

  /** With what says which command is the later one. */
  private static ObjectMeta fenced(Wanted wanted) {
    return plain(wanted, wanted.app().name())
        .edit()
        .withAnnotations(OwnMarks.fence(wanted.origin()))
        .build();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
