/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.webhook;

import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.LastCommand;
import io.berth.monitor.alerting.AlertNotification.NotificationKind;
import io.berth.monitor.notification.OutboxEntry;
import io.berth.redaction.event.EventRedactor;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The body of Alertmanager's webhook, version 4, with one alert. */
record WebhookPayload(
    String version,
    String groupKey,
    int truncatedAlerts,
    String status,
    String receiver,
    Map<String, String> groupLabels,
    Map<String, String> commonLabels,
    Map<String, String> commonAnnotations,
    String externalURL,
    String notification_reason,
    List<Alert> alerts) {

  /** One alert; {@code endsAt} of year 1 while it fires, as Alertmanager has it. */
  record Alert(
      String status,
      Map<String, String> labels,
      Map<String, String> annotations,
      Instant startsAt,
      Instant endsAt,
      String generatorURL,
      String fingerprint) {}

  private static final Instant NOT_YET = Instant.parse("0001-01-01T00:00:00Z");

  static WebhookPayload of(OutboxEntry entry, String externalUrl, Instant notifiedAt) {
    AlertTransition alert = EventRedactor.redact(entry.transition());
    String status = entry.kind() == NotificationKind.FIRING ? "firing" : "resolved";
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    Map<String, String> annotations = annotations(alert, notifiedAt);
    Map<String, String> group = Map.of("alertname", alert.alertName());
    return new WebhookPayload(
        "4",
        "{}:{alertname=\"" + alert.alertName() + "\", fingerprint=\"" + alert.fingerprint() + "\"}",
        0,
        status,
        entry.receiver(),
        group,
        labels,
        annotations,
        externalUrl,
        entry.reason(),
        List.of(
            new Alert(
                status,
                labels,
                annotations,
                Objects.requireNonNullElse(alert.firedAt(), alert.evaluatedAt()),
                Objects.requireNonNullElse(alert.resolvedAt(), NOT_YET),
                externalUrl + "/alerts/" + alert.fingerprint(),
                alert.fingerprint())));
  }

  private static Map<String, String> annotations(AlertTransition alert, Instant notifiedAt) {
    Map<String, String> all = new TreeMap<>(alert.annotations());
    all.put("occurredAt", alert.occurredAt().toString());
    all.put("observedAt", alert.observedAt().toString());
    all.put("evaluatedAt", alert.evaluatedAt().toString());
    all.put("notifiedAt", notifiedAt.toString());
    String last = sentence(alert.lastCommand());
    if (last != null) {
      all.put("lastCommand", last);
    }
    return all;
  }

  private static @Nullable String sentence(@Nullable LastCommand last) {
    if (last == null) {
      return null;
    }
    return "%s by %s at %s%s%s%s (%s)"
        .formatted(
            last.verb(),
            last.by(),
            last.at(),
            last.image() == null ? "" : " of " + last.image(),
            last.reason() == null ? "" : ", because: " + last.reason(),
            last.verdict() == null ? ", still running" : ", " + last.verdict(),
            last.commandId());
  }
}
