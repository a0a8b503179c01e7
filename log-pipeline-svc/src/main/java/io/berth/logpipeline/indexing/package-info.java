/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What is to be indexed, and what to make of the answers. */
@NullMarked
package io.berth.logpipeline.indexing;

import org.jspecify.annotations.NullMarked;
