/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Spring Security: who may come in, and how they show who they are. */
@NullMarked
package io.berth.gateway.security;

import org.jspecify.annotations.NullMarked;
