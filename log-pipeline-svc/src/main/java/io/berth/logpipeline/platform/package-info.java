/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the platform itself did and measured, as documents that can be searched beside the logs. */
@NullMarked
package io.berth.logpipeline.platform;

import org.jspecify.annotations.NullMarked;
