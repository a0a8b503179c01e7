/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Takes logs in, enriches them, indexes them. */
@NullMarked
package io.berth.logpipeline;

import org.jspecify.annotations.NullMarked;
