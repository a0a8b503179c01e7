/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka Streams around the decider: records in, decisions and dead letters out, windows kept. */
@NullMarked
package io.berth.scaler.kafka;

import org.jspecify.annotations.NullMarked;
