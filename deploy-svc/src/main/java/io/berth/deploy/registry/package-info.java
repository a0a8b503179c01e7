/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The registries that images come from. */
@NullMarked
package io.berth.deploy.registry;

import org.jspecify.annotations.NullMarked;
