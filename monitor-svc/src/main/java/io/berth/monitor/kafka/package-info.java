/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka: what is published, and the stream that evaluates. */
@NullMarked
package io.berth.monitor.kafka;

import org.jspecify.annotations.NullMarked;
