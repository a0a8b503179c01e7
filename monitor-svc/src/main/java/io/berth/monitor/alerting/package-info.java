/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What is wrong, since when, and who is to be told: rules, the state of alerts, and the pure {@link
 * io.berth.monitor.alerting.Evaluator} that moves it.
 */
@NullMarked
package io.berth.monitor.alerting;

import org.jspecify.annotations.NullMarked;
