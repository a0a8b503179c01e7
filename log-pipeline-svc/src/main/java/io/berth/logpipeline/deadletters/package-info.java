/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What could not be processed: looked at, and tried again. */
@NullMarked
package io.berth.logpipeline.deadletters;

import org.jspecify.annotations.NullMarked;
