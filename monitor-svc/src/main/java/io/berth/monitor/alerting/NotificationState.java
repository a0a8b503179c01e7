/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Whether receivers were notified of an alert, and what suppresses notifications.
 *
 * @param notified whether a notification of this generation's firing was enqueued
 * @param silencedBy ids of matching silences
 * @param inhibitedBy fingerprints of the alerts that explain this one
 */
public record NotificationState(
    @JsonProperty("told") boolean notified, List<String> silencedBy, List<String> inhibitedBy) {

  static final NotificationState NONE = new NotificationState(false, List.of(), List.of());

  public NotificationState {
    silencedBy = List.copyOf(silencedBy);
    inhibitedBy = List.copyOf(inhibitedBy);
  }

  NotificationState withNotified(boolean value) {
    return new NotificationState(value, silencedBy, inhibitedBy);
  }
}
