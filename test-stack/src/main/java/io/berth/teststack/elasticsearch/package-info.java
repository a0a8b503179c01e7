/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The embedded Elasticsearch: the real server as one process, also when started as root. */
@NullMarked
package io.berth.teststack.elasticsearch;

import org.jspecify.annotations.NullMarked;
