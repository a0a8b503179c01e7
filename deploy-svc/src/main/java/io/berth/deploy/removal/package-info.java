/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Following a Remove until nothing of the application is left. */
@NullMarked
package io.berth.deploy.removal;

import org.jspecify.annotations.NullMarked;
