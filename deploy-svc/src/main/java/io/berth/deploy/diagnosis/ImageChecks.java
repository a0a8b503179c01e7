/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static io.berth.events.operation.Diagnosis.Cause.CONFIG_ERROR;
import static io.berth.events.operation.Diagnosis.Cause.IMAGE_ACCESS_DENIED;
import static io.berth.events.operation.Diagnosis.Cause.IMAGE_NAME_INVALID;
import static io.berth.events.operation.Diagnosis.Cause.IMAGE_NOT_FOUND;
import static io.berth.events.operation.Diagnosis.Cause.REGISTRY_UNREACHABLE;

import io.berth.events.operation.Diagnosis.Evidence;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks for containers that cannot be created: because of their image or of what they refer to.
 */
final class ImageChecks {

  static final List<Function<PodInspection, Optional<RolloutFinding>>> ALL =
      List.of(ImageChecks::image, ImageChecks::references);

  private static final List<String> PULL_REASONS =
      List.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "RegistryUnavailable");

  private static final String[] UNREACHABLE_HINTS = {
    "timeout",
    "deadline exceeded",
    "no such host",
    "connection refused",
    "unavailable",
    "i/o",
    "x509:",
    "http response to https client",
    "toomanyrequests",
    "too many requests"
  };

  private ImageChecks() {}

  private static Optional<RolloutFinding> image(PodInspection pod) {
    Optional<String> reason = pod.waiting().map(ContainerStateWaiting::getReason);
    if (reason.filter("InvalidImageName"::equals).isPresent()) {
      return Optional.of(
          pod.finding(
              IMAGE_NAME_INVALID,
              "The image's name " + image(pod, "") + "is not one that a registry could have.",
              List.of(pod.evidence("status", pod.waitingMessage())),
              "Correct the image's name."));
    }
    return reason.filter(PULL_REASONS::contains).map(_ -> pull(pod));
  }

  /** Whether the kubelet waits before it pulls again, and no Event says why. */
  static boolean isUnexplainedBackOff(PodInspection pod) {
    return pod.waiting()
            .map(ContainerStateWaiting::getReason)
            .filter("ImagePullBackOff"::equals)
            .isPresent()
        && pullFailure(pod).isEmpty();
  }

  private static Optional<String> pullFailure(PodInspection pod) {
    return pod.eventMessage("Failed", "pull");
  }

  private static RolloutFinding pull(PodInspection pod) {
    String message = pullFailure(pod).orElseGet(() -> pod.waitingMessage());
    String lowerCase = message.toLowerCase(Locale.ROOT);
    List<Evidence> evidence = List.of(pod.evidence("event", message));
    if (contains(lowerCase, "unauthorized", "denied", "forbidden", "authentication required")) {
      return pod.finding(
          IMAGE_ACCESS_DENIED,
          "The registry does not let the cluster have the image " + image(pod, "") + ".",
          evidence,
          "Check that the image's name is right: some registries deny what is not there.",
          "Have the cluster given access to the registry.");
    }
    if (contains(lowerCase, UNREACHABLE_HINTS)) {
      return pod.finding(
          REGISTRY_UNREACHABLE,
          "The registry of " + image(pod, "the image") + " does not answer the cluster.",
          evidence,
          "Check the registry's host name and, where the message speaks of x509, its certificate.",
          "If they are right, tell whoever runs the registry.");
    }
    return pod.finding(
        IMAGE_NOT_FOUND,
        "The registry has no image " + image(pod, "of this name") + ".",
        evidence,
        "Check the name and the tag for a typing error.",
        "Check that the build has pushed it, and to this registry.");
  }

  private static Optional<RolloutFinding> references(PodInspection pod) {
    return pod.waiting()
        .filter(
            waiting ->
                "CreateContainerConfigError".equals(waiting.getReason())
                    || "CreateContainerError".equals(waiting.getReason()))
        .map(_ -> reference(pod));
  }

  private static RolloutFinding reference(PodInspection pod) {
    String message = pod.waitingMessage();
    Evidence evidence = pod.evidence("status", message);
    Optional<RolloutFinding> missing = MissingReference.find(pod, message, evidence);
    if (missing.isPresent()) {
      return missing.get();
    }
    return pod.finding(
        CONFIG_ERROR,
        pod.blocking().named() + " cannot be made from what the application asks for.",
        List.of(evidence),
        "Read the message; it names what does not fit.");
  }

  private static String image(PodInspection pod, String otherwise) {
    return pod.container()
        .map(status -> status.getImage())
        .filter(image -> !image.isBlank())
        .map(image -> "'" + image + "'" + pod.blocking().ofNamed())
        .orElse(otherwise);
  }

  private static boolean contains(String text, String... words) {
    return List.of(words).stream().anyMatch(text::contains);
  }
}
