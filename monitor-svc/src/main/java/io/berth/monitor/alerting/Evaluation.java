/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition;
import java.util.List;

/**
 * What came of an observation.
 *
 * @param next what is known now
 * @param transitions what moved, in order
 * @param notices what people are to be told, in order
 */
public record Evaluation(
    SubjectState next, List<AlertTransition> transitions, List<Notice> notices) {

  public Evaluation {
    transitions = List.copyOf(transitions);
    notices = List.copyOf(notices);
  }
}
