/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka: publishing, and the topology that evaluates alerts. */
@NullMarked
package io.berth.monitor.kafka;

import org.jspecify.annotations.NullMarked;
