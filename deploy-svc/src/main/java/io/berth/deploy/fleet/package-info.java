/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The verdicts and alerts of every cluster. */
@NullMarked
package io.berth.deploy.fleet;

import org.jspecify.annotations.NullMarked;
