/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Our own logs without secrets, whatever is passed to a logger. */
@NullMarked
package io.berth.redaction.logback;

import org.jspecify.annotations.NullMarked;
