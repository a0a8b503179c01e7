/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The rules in force: the built-in ones, and those of the topic that override them. */
@NullMarked
package io.berth.monitor.alerting.rules;

import org.jspecify.annotations.NullMarked;
