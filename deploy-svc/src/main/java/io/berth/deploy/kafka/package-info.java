/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The topics that this service reads and writes. */
@NullMarked
package io.berth.deploy.kafka;

import org.jspecify.annotations.NullMarked;
