/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Benchmarks; bench/README.md describes how to run them and their results. */
@NullMarked
package io.berth.bench;

import org.jspecify.annotations.NullMarked;
