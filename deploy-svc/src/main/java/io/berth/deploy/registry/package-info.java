/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Image registries. */
@NullMarked
package io.berth.deploy.registry;

import org.jspecify.annotations.NullMarked;
