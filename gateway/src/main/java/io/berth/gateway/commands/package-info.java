/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Submitting commands: parsing, validation, publication. */
@NullMarked
package io.berth.gateway.commands;

import org.jspecify.annotations.NullMarked;
