/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the platform looks like now, folded from what was said on the topics. */
@NullMarked
package io.berth.gateway.board;

import org.jspecify.annotations.NullMarked;
