/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Handling a command: gather the facts, decide, act, publish the answer. */
@NullMarked
package io.berth.deploy.commands;

import org.jspecify.annotations.NullMarked;
