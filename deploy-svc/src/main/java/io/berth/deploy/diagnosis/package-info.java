/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Why something does not become ready, in plain words. */
@NullMarked
package io.berth.deploy.diagnosis;

import org.jspecify.annotations.NullMarked;
