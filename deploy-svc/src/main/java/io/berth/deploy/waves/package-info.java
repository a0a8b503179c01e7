/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Which cluster goes when, and what becomes of those that went when another one fails. */
@NullMarked
package io.berth.deploy.waves;

import org.jspecify.annotations.NullMarked;
