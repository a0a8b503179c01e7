/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The cluster that this service deploys to: the port, its cache, and how its API server refuses.
 */
@NullMarked
package io.berth.deploy.cluster;

import org.jspecify.annotations.NullMarked;
