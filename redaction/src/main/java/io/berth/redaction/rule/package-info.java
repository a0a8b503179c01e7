/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The rules by which something is redacted. */
@NullMarked
package io.berth.redaction.rule;

import org.jspecify.annotations.NullMarked;
