/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Talks to Elasticsearch over its low-level client. */
@NullMarked
package io.berth.logpipeline.elasticsearch;

import org.jspecify.annotations.NullMarked;
