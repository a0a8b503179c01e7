/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Receivers that speak Alertmanager's webhook. */
@NullMarked
package io.berth.monitor.webhook;

import org.jspecify.annotations.NullMarked;
