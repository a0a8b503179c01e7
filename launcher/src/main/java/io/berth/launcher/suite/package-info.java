/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a suite on one machine is made of: its processes, ports, folder and credentials. */
@NullMarked
package io.berth.launcher.suite;

import org.jspecify.annotations.NullMarked;
