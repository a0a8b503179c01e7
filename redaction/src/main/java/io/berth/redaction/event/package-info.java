/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Events without the secrets that people and programs put into their texts. */
@NullMarked
package io.berth.redaction.event;

import org.jspecify.annotations.NullMarked;
