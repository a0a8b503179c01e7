/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Watches one cluster; publishes samples and events; raises and resolves alerts. */
@NullMarked
package io.berth.monitor;

import org.jspecify.annotations.NullMarked;
