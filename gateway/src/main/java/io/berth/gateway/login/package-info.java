/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Login of people: a link that is valid once, then a signed session token. */
@NullMarked
package io.berth.gateway.login;

import org.jspecify.annotations.NullMarked;
