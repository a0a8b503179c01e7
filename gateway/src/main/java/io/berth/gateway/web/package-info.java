/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The REST API over HTTP. */
@NullMarked
package io.berth.gateway.web;

import org.jspecify.annotations.NullMarked;
