/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Waves of clusters: which starts when, and what is rolled back when another one fails. */
@NullMarked
package io.berth.deploy.waves;

import org.jspecify.annotations.NullMarked;
