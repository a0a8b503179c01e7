/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Evaluates the alert rules in force: which alerts an observation changes, and who is to be
 * notified. Pure; see {@link io.berth.monitor.alerting.Evaluator}.
 */
@NullMarked
package io.berth.monitor.alerting;

import org.jspecify.annotations.NullMarked;
