/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The rules of the cloud: named, versioned, all evaluated before anything is written. */
@NullMarked
package io.berth.deploy.policy;

import org.jspecify.annotations.NullMarked;
