/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pod template of a release. Contains only what changes with the release: anything else would
 * replace pods needlessly.
 */
final class PodManifest {

  private final DesiredState desired;
  private final AppSpec spec;
  private final ConfigFiles config;
  private final PodVolumes volumes;
  private final ContainerManifest containers;

  PodManifest(DesiredState desired) {
    this.desired = desired;
    this.spec = desired.release().spec();
    this.config = new ConfigFiles(spec.configFiles());
    this.volumes = new PodVolumes(spec.volumes());
    this.containers = new ContainerManifest(desired, config, volumes);
  }

  PodTemplateSpec template() {
    String app = desired.app().name();
    AffinityManifest affinity = new AffinityManifest(app);
    var builder =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(AppManifests.inSlot(labels(), ServiceSlot.LIVE))
            .withAnnotations(annotations())
            .endMetadata()
            .withNewSpec()
            .withContainers(containers.own())
            .addAllToContainers(containers.sidecars())
            .withTopologySpreadConstraints(affinity.spread(spec.placement()))
            .withTerminationGracePeriodSeconds(30L);
    if (!spec.initContainers().isEmpty()) {
      builder.withInitContainers(containers.initContainers());
    }
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
    if (spec.placement() != null && spec.placement().affinity() != null) {
      template.getSpec().setAffinity(affinity.affinity(spec.placement().affinity()));
    }
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
}
