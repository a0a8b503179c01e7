/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Child JVMs of the launcher: their command lines, the watchdog that ends them, jar versions. */
@NullMarked
package io.berth.launcher.process;

import org.jspecify.annotations.NullMarked;
