/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka: the topics are read into the board, commands are written down. */
@NullMarked
package io.berth.gateway.kafka;

import org.jspecify.annotations.NullMarked;
