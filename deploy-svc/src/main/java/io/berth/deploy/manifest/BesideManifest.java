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
 * The Deployment beside the application's own. Its pods bear the application's labels, so the
 * disruption budget counts them in, its slot, which says whether the Service does, and its track,
 * so that its selector finds no others. An older command, or an older step of the same one, does
 * not write over it.
 */
final class BesideManifest {

  private BesideManifest() {}

  /**
   * @param wanted with the release beside as its own
   */
  static HasMetadata of(Wanted wanted, Beside beside) {
    Map<String, String> labels = tracked(Manifests.labels(wanted), beside);
    PodTemplateSpec template = new PodManifest(wanted).template();
    template.getMetadata().setLabels(Manifests.inSlot(labels, Slot.of(beside.track())));
    return new DeploymentBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(wanted.app().namespace())
                .withName(beside.track().of(wanted.app().name()))
                .withLabels(labels)
                .withAnnotations(marks(wanted, beside))
                .build())
        .withNewSpec()
        .withReplicas(beside.replicas())
        .withRevisionHistoryLimit(1)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString("25%"))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(tracked(Marks.selector(wanted.app().name()), beside))
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }

  private static Map<String, String> marks(Wanted wanted, Beside beside) {
    Map<String, String> marks = new TreeMap<>(OwnMarks.fence(wanted.origin()));
    marks.put(Marks.RELEASE, Long.toString(beside.release().number()));
    marks.put(Marks.STEP, Integer.toString(beside.step()));
    return marks;
  }

  private static Map<String, String> tracked(Map<String, String> labels, Beside beside) {
    Map<String, String> tracked = new TreeMap<>(labels);
    tracked.put(Marks.TRACK, beside.track().word());
    return tracked;
  }
}
