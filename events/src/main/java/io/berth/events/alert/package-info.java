/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Alert rules, silences, and every transition of an alert. */
@NullMarked
package io.berth.events.alert;

import org.jspecify.annotations.NullMarked;
