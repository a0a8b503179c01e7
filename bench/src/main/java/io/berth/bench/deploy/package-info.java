/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Commands through deploy-svc beside the same objects by a bare client, on a real API server. */
@NullMarked
package io.berth.bench.deploy;

import org.jspecify.annotations.NullMarked;
