/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Explains rejection messages of the API server. */
public final class RejectionDiagnosis {

  private static final String UNSTATED = "must specify ";

  /** One that no controller creates. */
  private static final Pattern NAMED_ACCOUNT =
      Pattern.compile("serviceaccount \"(?!default\")[^\"]+\" not found");

  private RejectionDiagnosis() {}

  public static Diagnosis explain(String message, Evidence evidence) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("exceeded quota")) {
      return new Diagnosis(
          Cause.QUOTA_EXCEEDED,
          "The namespace's quota has no room for these pods.",
          List.of(evidence),
          List.of("Ask for fewer or smaller replicas, or have the quota raised."));
    }
    if (message.contains("failed quota") && message.contains(UNSTATED)) {
      return unstated(message.substring(message.indexOf(UNSTATED) + UNSTATED.length()), evidence);
    }
    if (NAMED_ACCOUNT.matcher(text).find()) {
      return new Diagnosis(
          Cause.ADMISSION_NOT_READY,
          "The ServiceAccount that the pods run as is not in the namespace.",
          List.of(evidence),
          List.of("Create the ServiceAccount, or correct 'pod.serviceAccountName'."));
    }
    if (isTemporary(text)) {
      return new Diagnosis(
          Cause.ADMISSION_NOT_READY,
          "The cluster cannot admit these pods yet: it lacks what it checks or completes them with.",
          List.of(evidence),
          List.of(
              "Wait: a new namespace gets its ServiceAccount and the status of its quota by itself,"
                  + " and a webhook may restart.",
              "If it lasts, ask who runs the cluster to look at what the message names."));
    }
    if (text.contains("usage per") || text.contains("limit to request ratio")) {
      return new Diagnosis(
          Cause.LIMIT_RANGE_REFUSED,
          "The namespace's bounds for one container do not allow these limits.",
          List.of(evidence),
          List.of("Choose limits within the bounds that the message names."));
    }
    return new Diagnosis(
        Cause.ADMISSION_REFUSED,
        "The cluster refuses these objects by a rule of its own.",
        List.of(evidence),
        List.of("Read the message; it is the cluster's own. Ask who runs the cluster if unclear."));
  }

  private static Diagnosis unstated(String resources, Evidence evidence) {
    return new Diagnosis(
        Cause.QUOTA_EXCEEDED,
        "The namespace's quota admits only pods that state " + resources + ", and these do not.",
        List.of(evidence),
        List.of(
            "If it is CPU or memory, state 'limits'.",
            "Otherwise have a LimitRange of the namespace set a default for it, or the quota changed."));
  }

  /**
   * What heals by itself: controllers create a namespace's ServiceAccount and count its quota, and
   * a webhook that does not answer is restarted.
   */
  private static boolean isTemporary(String text) {
    return text.contains("error looking up service account")
        || (text.contains("serviceaccount") && text.contains("not found"))
        || text.contains("status unknown for quota")
        || (text.contains("failed calling webhook")
            && Stream.of(
                    "connection refused",
                    "deadline exceeded",
                    "i/o timeout",
                    "handshake timeout",
                    "no endpoints available",
                    "no route to host",
                    "eof")
                .anyMatch(text::contains));
  }
}
