/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How a service of the suite meets Kafka through Spring Cloud Stream: bindings that wait for Kafka
 * and its topics, tables, CloudEvents, one template for events, dead letters, health.
 */
@NullMarked
package io.berth.stream;

import org.jspecify.annotations.NullMarked;
