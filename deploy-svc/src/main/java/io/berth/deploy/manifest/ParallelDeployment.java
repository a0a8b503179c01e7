/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Deployment of a parallel release. Its pods carry the application's labels, so the disruption
 * budget covers them; the slot, which decides whether the Service selects them; and the track, so
 * that its selector matches no others. An older command, or an older step, does not overwrite it.
 */
final class ParallelDeployment {

  private ParallelDeployment() {}

  /**
   * @param desired with the parallel release as its own
   */
  static HasMetadata of(DesiredState desired, ParallelRelease parallel) {
    Map<String, String> labels = tracked(AppManifests.labels(desired), parallel);
    PodTemplateSpec template = new PodManifest(desired).template();
    template
        .getMetadata()
        .getLabels()
        .putAll(AppManifests.inSlot(labels, ServiceSlot.of(parallel.track())));
    return new DeploymentBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(desired.app().namespace())
                .withName(parallel.name())
                .withLabels(labels)
                .withAnnotations(marks(desired, parallel))
                .build())
        .withNewSpec()
        .withReplicas(parallel.replicas())
        .withPaused(false)
        .withMinReadySeconds(LivenessWindow.ofPods(desired.release().spec()))
        .withProgressDeadlineSeconds(ProgressDeadline.of(desired))
        .withRevisionHistoryLimit(1)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString("25%"))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(tracked(Annotations.selector(desired.app().name()), parallel))
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }

  private static Map<String, String> marks(DesiredState desired, ParallelRelease parallel) {
    Map<String, String> annotations = new TreeMap<>(AppAnnotations.fencing(desired.command()));
    annotations.put(Annotations.APP, new ObjectOwner(desired.app(), parallel.track()).annotation());
    annotations.put(Annotations.RELEASE, Long.toString(parallel.release().number()));
    annotations.put(Annotations.STEP, Integer.toString(parallel.step()));
    return annotations;
  }

  private static Map<String, String> tracked(Map<String, String> labels, ParallelRelease parallel) {
    Map<String, String> tracked = new TreeMap<>(labels);
    tracked.put(Annotations.TRACK, parallel.track().label());
    return tracked;
  }
}
