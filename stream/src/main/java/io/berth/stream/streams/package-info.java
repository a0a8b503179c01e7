/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A topology behind the gate: for services that use Spring Cloud Stream's Kafka Streams binder and
 * import {@code berth-kafka-streams.yml}.
 */
@NullMarked
package io.berth.stream.streams;

import org.jspecify.annotations.NullMarked;
