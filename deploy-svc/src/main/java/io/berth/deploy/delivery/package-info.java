/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The order of the steps: read, plan, write, follow, answer. */
@NullMarked
package io.berth.deploy.delivery;

import org.jspecify.annotations.NullMarked;
