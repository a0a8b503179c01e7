/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The one Kubernetes API that this service talks to. */
@NullMarked
package io.berth.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
