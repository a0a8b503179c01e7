/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What commands have in common: the way to the gateway, files, and converters of arguments. What is
 * wrong is refused, and how to write it is said.
 */
@NullMarked
package io.berth.cli.option;

import org.jspecify.annotations.NullMarked;
