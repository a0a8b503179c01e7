/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What changes, as it changes: server-sent events that can be taken up again. */
@NullMarked
package io.berth.gateway.stream;

import org.jspecify.annotations.NullMarked;
