/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Other systems' descriptions of applications, turned into files for {@code berth deploy}. */
@NullMarked
package io.berth.cli.migration;

import org.jspecify.annotations.NullMarked;
