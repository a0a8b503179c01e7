/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Workloads of Score files. */
@NullMarked
package io.berth.cli.migration.score;

import org.jspecify.annotations.NullMarked;
