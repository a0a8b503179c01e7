/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The embedded broker: a real Kafka in KRaft mode as one process. */
@NullMarked
package io.berth.teststack.kafka;

import org.jspecify.annotations.NullMarked;
