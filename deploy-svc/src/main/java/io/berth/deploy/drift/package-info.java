/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What others changed of what Berth set. */
@NullMarked
package io.berth.deploy.drift;

import org.jspecify.annotations.NullMarked;
