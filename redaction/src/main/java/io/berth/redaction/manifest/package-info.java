/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What of a Kubernetes object, and of what a cluster says about it, people may see. */
@NullMarked
package io.berth.redaction.manifest;

import org.jspecify.annotations.NullMarked;
