/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How much an application may log: quotas and sampling, and who was over them. */
@NullMarked
package io.berth.logpipeline.limits;

import org.jspecify.annotations.NullMarked;
