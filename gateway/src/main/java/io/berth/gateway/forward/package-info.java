/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Requests that are forwarded over HTTP to the services behind the gateway. */
@NullMarked
package io.berth.gateway.forward;

import org.jspecify.annotations.NullMarked;
