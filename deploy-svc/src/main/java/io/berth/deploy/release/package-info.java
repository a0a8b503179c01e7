/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Releases: what was deployed, by whom, and how it ended; kept in the cluster, not in Kafka. */
@NullMarked
package io.berth.deploy.release;

import org.jspecify.annotations.NullMarked;
