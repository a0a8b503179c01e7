/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.CONFIG_MAP_MISSING;
import static io.berth.events.operation.Diagnosis.Cause.SECRET_MISSING;

import io.berth.events.operation.Diagnosis.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A Secret or ConfigMap that a pod refers to and the kubelet does not find, or not its key. */
final class MissingReference {

  /** The name that Berth gives the ConfigMap with a release's config files. */
  private static final Pattern CONFIG_FILES = Pattern.compile("-config-[0-9a-f]{12}\\b");

  /** Not the name of a volume, which may contain these words too. */
  private static final Pattern SECRET =
      Pattern.compile("\\bsecrets? \"|in secret |secret key", Pattern.CASE_INSENSITIVE);

  private static final Pattern CONFIG_MAP =
      Pattern.compile("\\bconfigmaps? \"|in configmap |config key", Pattern.CASE_INSENSITIVE);

  private MissingReference() {}

  /**
   * @param message of the kubelet
   */
  static Optional<RolloutFinding> find(PodInspection pod, String message, Evidence evidence) {
    boolean noKey =
        message.contains("couldn't find key") || message.contains("references non-existent");
    if (!noKey && !message.contains("not found")) {
      return Optional.empty();
    }
    if (SECRET.matcher(message).find()) {
      return Optional.of(
          pod.finding(
              SECRET_MISSING,
              noKey
                  ? "A Secret that the pod refers to lacks the key."
                  : "A Secret that the pod refers to is not in its namespace.",
              List.of(evidence),
              noKey
                  ? "Add the key to the Secret, or correct it in 'envFrom' or 'volumes'."
                  : "Create it, or take its name out of 'secrets', 'envFrom' and 'volumes'."));
    }
    return CONFIG_MAP.matcher(message).find()
        ? Optional.of(configMap(pod, message, noKey, evidence))
        : Optional.empty();
  }

  private static RolloutFinding configMap(
      PodInspection pod, String message, boolean noKey, Evidence evidence) {
    if (CONFIG_FILES.matcher(message).find()) {
      return pod.finding(
          CONFIG_MAP_MISSING,
          "The ConfigMap with the application's config files is gone.",
          List.of(evidence),
          "Deploy again: Berth writes the config files with each release.");
    }
    return pod.finding(
        CONFIG_MAP_MISSING,
        noKey
            ? "A ConfigMap that the pod refers to lacks the key."
            : "A ConfigMap that the pod refers to is not in its namespace.",
        List.of(evidence),
        noKey
            ? "Add the key to the ConfigMap, or correct it in 'envFrom' or 'volumes'."
            : "Create it, or take its name out of 'configMaps', 'envFrom' and 'volumes'.");
  }
}
