/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What test JVMs share of the servers that one of them has started: folder, lease and ports. */
@NullMarked
package io.berth.teststack.shared;

import org.jspecify.annotations.NullMarked;
