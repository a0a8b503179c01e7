/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The HTTP client of the gateway's API, and what its answers mean to a shell. */
@NullMarked
package io.berth.cli.gateway;

import org.jspecify.annotations.NullMarked;
