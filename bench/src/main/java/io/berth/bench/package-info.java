/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Benchmarks; bench/README.md says how they are run and what they showed. */
@NullMarked
package io.berth.bench;

import org.jspecify.annotations.NullMarked;
