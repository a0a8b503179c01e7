/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reads and writes the records of the log topics, field by field where their form is known. */
@NullMarked
package io.berth.logpipeline.kafka.codec;

import org.jspecify.annotations.NullMarked;
