/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The conditions of the built-in rules, each a pure function of what was observed. */
@NullMarked
package io.berth.monitor.alerting.conditions;

import org.jspecify.annotations.NullMarked;
