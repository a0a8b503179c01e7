/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Processes and ports of this machine: how servers are started, known again and ended. */
@NullMarked
package io.berth.teststack.process;

import org.jspecify.annotations.NullMarked;
