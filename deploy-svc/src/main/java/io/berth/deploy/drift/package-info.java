/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** External changes to fields that Berth set. */
@NullMarked
package io.berth.deploy.drift;

import org.jspecify.annotations.NullMarked;
