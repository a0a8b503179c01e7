/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Whose fields of an object are: {@code metadata.managedFields}. */
@NullMarked
package io.berth.deploy.kubernetes.managedfields;

import org.jspecify.annotations.NullMarked;
