/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Receivers with Alertmanager's webhook format. */
@NullMarked
package io.berth.monitor.webhook;

import org.jspecify.annotations.NullMarked;
