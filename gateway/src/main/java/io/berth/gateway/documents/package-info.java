/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Bodies of requests: JSON or YAML, read strictly and up to a maximum size. */
@NullMarked
package io.berth.gateway.documents;

import org.jspecify.annotations.NullMarked;
