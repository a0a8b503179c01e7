/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Critical alerts, and which roll-outs they count against. */
@NullMarked
package io.berth.deploy.alert;

import org.jspecify.annotations.NullMarked;
