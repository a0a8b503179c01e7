/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Kafka Streams topology around the decider, and its stores. */
@NullMarked
package io.berth.scaler.kafka;

import org.jspecify.annotations.NullMarked;
