/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Takes card numbers, secrets and identity numbers out of what people log. */
@NullMarked
package io.berth.logpipeline.redaction;

import org.jspecify.annotations.NullMarked;
