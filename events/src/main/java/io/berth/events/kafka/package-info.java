/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The wire: CloudEvents over Kafka, the declaration of topics, a publisher, dead letters. */
@NullMarked
package io.berth.events.kafka;

import org.jspecify.annotations.NullMarked;
