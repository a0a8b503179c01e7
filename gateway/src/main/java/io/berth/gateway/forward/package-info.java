/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The services behind the gateway that are asked over HTTP. */
@NullMarked
package io.berth.gateway.forward;

import org.jspecify.annotations.NullMarked;
