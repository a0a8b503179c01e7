/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Speaks the Fluentd Forward protocol, version 1, as its server; reads its MessagePack. */
@NullMarked
package io.berth.logpipeline.forward;

import org.jspecify.annotations.NullMarked;
