/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Services of Compose files. */
@NullMarked
package io.berth.cli.migration.compose;

import org.jspecify.annotations.NullMarked;
