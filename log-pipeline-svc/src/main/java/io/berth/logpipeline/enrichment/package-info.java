/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** From a raw log record to a document: pure, so that a replay gives the same. */
@NullMarked
package io.berth.logpipeline.enrichment;

import org.jspecify.annotations.NullMarked;
