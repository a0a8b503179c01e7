/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tracking a roll-out to its verdict. */
@NullMarked
package io.berth.deploy.rollout;

import org.jspecify.annotations.NullMarked;
