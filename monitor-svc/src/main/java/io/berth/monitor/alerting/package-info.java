/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Evaluates the alert rules in force: which alerts of a subject an observation changes, and who is
 * to be notified. Pure; see {@link io.berth.monitor.alerting.Evaluator}, and {@link
 * io.berth.monitor.alerting.AlertStateMachine} for one alert.
 */
@NullMarked
package io.berth.monitor.alerting;

import org.jspecify.annotations.NullMarked;
