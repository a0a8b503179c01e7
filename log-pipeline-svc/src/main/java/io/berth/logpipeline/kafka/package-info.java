/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reads and writes the pipeline's topics. */
@NullMarked
package io.berth.logpipeline.kafka;

import org.jspecify.annotations.NullMarked;
