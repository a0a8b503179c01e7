/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.util.List;

/**
 * Why an application does not become ready, for a developer who does not know Kubernetes.
 *
 * @param cause the class of the cause
 * @param explanation what is wrong, in plain words
 * @param evidence events, exit codes, last log lines; redacted
 * @param advice what to do
 */
public record Diagnosis(
    Cause cause, String explanation, List<Evidence> evidence, List<String> advice) {

  public Diagnosis {
    Check.that().present("cause", cause).text("explanation", explanation, 4000).orThrow();
    evidence = Check.listOrEmpty(evidence);
    advice = Check.listOrEmpty(advice);
  }

  /** Classes of causes. */
  public enum Cause {
    IMAGE_NOT_FOUND,
    IMAGE_ACCESS_DENIED,
    IMAGE_NAME_INVALID,
    REGISTRY_UNREACHABLE,
    CONTAINER_CRASHED,
    OUT_OF_MEMORY,
    LIVENESS_PROBE_FAILING,
    READINESS_PROBE_FAILING,
    STARTUP_PROBE_FAILING,
    WRONG_PORT,
    UNSCHEDULABLE,
    QUOTA_EXCEEDED,
    LIMIT_RANGE_REFUSED,
    ADMISSION_REFUSED,
    CONFIG_MAP_MISSING,
    SECRET_MISSING,
    CONFIG_ERROR,
    COMMAND_NOT_FOUND,
    VOLUME_NOT_MOUNTED,
    NODE_LOST,
    POD_EVICTED,
    STUCK_TERMINATING,
    SLOW_START,
    CLUSTER_UNREACHABLE,
    DEADLINE_PASSED,
    WAVE_STOPPED,
    CRITICAL_ALERT,
    NOT_PROMOTED,
    DELETION_BLOCKED,
    ROLLOUT_PAUSED,
    SCALED_TO_ZERO,
    NOT_AVAILABLE,
    ADMISSION_NOT_READY,
    UNKNOWN
  }

  /**
   * A fact.
   *
   * @param source where it was seen: {@code event}, {@code log}, {@code status}, {@code exit-code}
   * @param object which object, as kind/name
   * @param text what it says
   */
  public record Evidence(String source, String object, String text) {
    public Evidence {
      Check.that()
          .present("source", source)
          .present("object", object)
          .present("text", text)
          .orThrow();
    }
  }
}
