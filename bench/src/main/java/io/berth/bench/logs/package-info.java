/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The log pipeline beside rsyslog, on the same broker and the same Elasticsearch, in turns. */
@NullMarked
package io.berth.bench.logs;

import org.jspecify.annotations.NullMarked;
