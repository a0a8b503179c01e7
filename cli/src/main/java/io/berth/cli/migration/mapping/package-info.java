/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How fields of a source become fields of a Berth file, with a report that leaves none out. */
@NullMarked
package io.berth.cli.migration.mapping;

import org.jspecify.annotations.NullMarked;
