/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The HTTP API: search and live tail. */
@NullMarked
package io.berth.logpipeline.web;

import org.jspecify.annotations.NullMarked;
