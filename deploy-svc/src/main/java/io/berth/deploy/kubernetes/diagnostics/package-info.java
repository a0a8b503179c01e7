/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Events and log lines of pods that do not become ready. */
@NullMarked
package io.berth.deploy.kubernetes.diagnostics;

import org.jspecify.annotations.NullMarked;
