/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Diagnosing why a roll-out does not become ready. */
@NullMarked
package io.berth.deploy.diagnosis;

import org.jspecify.annotations.NullMarked;
