/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the gateway requests: pods and their logs. */
@NullMarked
package io.berth.deploy.web;

import org.jspecify.annotations.NullMarked;
