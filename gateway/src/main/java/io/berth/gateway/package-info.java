/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The gateway: the REST API and the console over commands and a materialized view of Kafka. */
@NullMarked
package io.berth.gateway;

import org.jspecify.annotations.NullMarked;
