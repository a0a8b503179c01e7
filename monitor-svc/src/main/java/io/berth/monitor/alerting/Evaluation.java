/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition;
import java.util.List;

/**
 * The result of one evaluation.
 *
 * @param next the state after it
 * @param transitions in order
 * @param notifications to send, in order
 */
public record Evaluation(
    SubjectState next, List<AlertTransition> transitions, List<AlertNotification> notifications) {

  public Evaluation {
    transitions = List.copyOf(transitions);
    notifications = List.copyOf(notifications);
  }
}
