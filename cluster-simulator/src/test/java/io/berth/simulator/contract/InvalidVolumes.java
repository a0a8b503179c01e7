/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.InvalidTemplates.change;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Deployments with one volume that the API server refuses. */
final class InvalidVolumes {

  private InvalidVolumes() {}

  static Stream<Arguments> rows() {
    return Stream.of(
        volume(
            "a Secret without a name",
            new VolumeBuilder().withNewSecret().endSecret(),
            "secret.secretName",
            "Required value"),
        volume(
            "a ConfigMap without a name",
            new VolumeBuilder().withNewConfigMap().endConfigMap(),
            "configMap.name",
            "Required value"),
        volume(
            "a claim without a name",
            new VolumeBuilder().withNewPersistentVolumeClaim().endPersistentVolumeClaim(),
            "persistentVolumeClaim.claimName",
            "Required value"),
        volume(
            "two types",
            new VolumeBuilder()
                .withNewEmptyDir()
                .endEmptyDir()
                .withNewSecret()
                .withSecretName("a")
                .endSecret(),
            "secret",
            "may not specify more than 1 volume type"));
  }

  private static Arguments volume(String what, VolumeBuilder volume, String field, String words) {
    return arguments(
        "a volume of " + what,
        change(
            d ->
                d.getSpec()
                    .getTemplate()
                    .getSpec()
                    .setVolumes(List.of(volume.withName("files").build()))),
        "spec.template.spec.volumes[0]." + field,
        words);
  }
}
