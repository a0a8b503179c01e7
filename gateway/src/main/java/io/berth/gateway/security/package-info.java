/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Spring Security: authentication and access rules. */
@NullMarked
package io.berth.gateway.security;

import org.jspecify.annotations.NullMarked;
