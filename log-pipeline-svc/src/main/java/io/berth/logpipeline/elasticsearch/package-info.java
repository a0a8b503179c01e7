/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Talks to Elasticsearch: bulk requests over the low-level client, all else over the typed one that
 * stands on it.
 */
@NullMarked
package io.berth.logpipeline.elasticsearch;

import org.jspecify.annotations.NullMarked;
