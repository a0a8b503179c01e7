/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reads and writes the pipeline's topics, field by field where a record's form is known. */
@NullMarked
package io.berth.logpipeline.kafka;

import org.jspecify.annotations.NullMarked;
