/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Log records before and after enrichment. */
@NullMarked
package io.berth.events.log;

import org.jspecify.annotations.NullMarked;
