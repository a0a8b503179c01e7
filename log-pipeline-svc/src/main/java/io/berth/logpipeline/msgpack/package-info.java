/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reads and writes MessagePack, the encoding of the Forward protocol. */
@NullMarked
package io.berth.logpipeline.msgpack;

import org.jspecify.annotations.NullMarked;
