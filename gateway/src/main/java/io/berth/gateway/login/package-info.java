/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How people come in: a link that works once, then a sealed session. */
@NullMarked
package io.berth.gateway.login;

import org.jspecify.annotations.NullMarked;
