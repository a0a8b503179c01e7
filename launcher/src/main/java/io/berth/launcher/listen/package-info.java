/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** On which addresses of this machine a suite listens: loopback, but for what is opened by name. */
@NullMarked
package io.berth.launcher.listen;

import org.jspecify.annotations.NullMarked;
