/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The state of subjects and of their alerts, and the state machine of one alert. Pure. */
@NullMarked
package io.berth.monitor.alerting.state;

import org.jspecify.annotations.NullMarked;
