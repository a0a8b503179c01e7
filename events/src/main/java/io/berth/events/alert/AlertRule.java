/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.alert;

import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Duration;
import java.util.Map;

/**
 * A rule as data: one of the built-in conditions with its parameters. A null record (tombstone)
 * removes it.
 *
 * @param id a DNS label
 * @param version grows with every change
 * @param name the alert's name, such as {@code PodCrashLooping}
 * @param enabled whether it is evaluated
 * @param severity of the alerts it raises
 * @param holdFor how long the condition must hold before the alert fires
 * @param recoverFor how long it must be clear before the alert resolves
 * @param parameters of the condition, such as {@code threshold}
 * @param summary what it means, for people
 * @param runbook what to do
 */
public record AlertRule(
    String id,
    int version,
    String name,
    boolean enabled,
    Severity severity,
    Duration holdFor,
    Duration recoverFor,
    Map<String, String> parameters,
    String summary,
    String runbook)
    implements Event {

  /** As Alertmanager's users know them. */
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL
  }

  @SuppressWarnings("NullAway") // JSON may leave these out
  public AlertRule {
    holdFor = holdFor == null ? Duration.ZERO : holdFor;
    recoverFor = recoverFor == null ? Duration.ZERO : recoverFor;
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    Check.that()
        .label("id", id)
        .atLeast("version", version, 1)
        .line("name", name, 100)
        .present("severity", severity)
        .present("summary", summary)
        .present("runbook", runbook)
        .between("holdFor", holdFor, Duration.ZERO, Duration.ofDays(1))
        .between("recoverFor", recoverFor, Duration.ZERO, Duration.ofDays(1))
        .orThrow();
  }

  @Override
  public String key() {
    return id;
  }
}
