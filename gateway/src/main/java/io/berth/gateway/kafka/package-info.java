/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka: reads the topics into the view, publishes commands, policies, silences and audit. */
@NullMarked
package io.berth.gateway.kafka;

import org.jspecify.annotations.NullMarked;
