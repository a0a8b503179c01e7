/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Handling a command: read the cluster, plan, apply, hand the roll-out to the tracker. */
@NullMarked
package io.berth.deploy.commands;

import org.jspecify.annotations.NullMarked;
