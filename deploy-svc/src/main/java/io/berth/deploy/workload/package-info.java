/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The kinds of objects that run an application's pods, and what is different for each. */
@NullMarked
package io.berth.deploy.workload;

import org.jspecify.annotations.NullMarked;
