/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Claims and volumes: what binds them, provisions them, protects them and takes them away. */
@NullMarked
package io.berth.simulator.volumes;

import org.jspecify.annotations.NullMarked;
