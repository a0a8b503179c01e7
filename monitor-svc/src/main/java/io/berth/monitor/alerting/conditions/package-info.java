/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The conditions of the built-in rules, each a pure function of a subject's state. */
@NullMarked
package io.berth.monitor.alerting.conditions;

import org.jspecify.annotations.NullMarked;
