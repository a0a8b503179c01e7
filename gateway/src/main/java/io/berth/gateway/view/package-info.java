/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The materialized view of the topics: the current state of the platform. */
@NullMarked
package io.berth.gateway.view;

import org.jspecify.annotations.NullMarked;
