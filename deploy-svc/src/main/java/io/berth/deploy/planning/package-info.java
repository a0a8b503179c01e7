/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Plans: from a command and a snapshot to the objects to apply, or the reasons to reject it. */
@NullMarked
package io.berth.deploy.planning;

import org.jspecify.annotations.NullMarked;
