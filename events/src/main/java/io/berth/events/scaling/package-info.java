/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Scaling policies, and every decision with all of its inputs. */
@NullMarked
package io.berth.events.scaling;

import org.jspecify.annotations.NullMarked;
