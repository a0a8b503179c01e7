/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reading logs back: what may be asked, and what is answered. */
@NullMarked
package io.berth.logpipeline.search;

import org.jspecify.annotations.NullMarked;
