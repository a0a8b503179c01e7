/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Ships an application's structured logs over the Fluentd Forward protocol. */
@NullMarked
package io.berth.logappender;

import org.jspecify.annotations.NullMarked;
