/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** From a command and what is live to the objects to write, or the reasons not to. */
@NullMarked
package io.berth.deploy.planning;

import org.jspecify.annotations.NullMarked;
