/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What this service publishes about commands and applications. */
@NullMarked
package io.berth.deploy.operations;

import org.jspecify.annotations.NullMarked;
