/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The embedded default: a real broker, a real Elasticsearch, simulated clusters, and the program
 * berth.
 */
@NullMarked
package io.berth.teststack;

import org.jspecify.annotations.NullMarked;
