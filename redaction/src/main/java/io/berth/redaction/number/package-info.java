/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Which digits are a payment card's or a person's number, in every way to write digits. */
@NullMarked
package io.berth.redaction.number;

import org.jspecify.annotations.NullMarked;
