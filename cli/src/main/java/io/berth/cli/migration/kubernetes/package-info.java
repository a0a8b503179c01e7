/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kubernetes' Deployments and the objects around them. */
@NullMarked
package io.berth.cli.migration.kubernetes;

import org.jspecify.annotations.NullMarked;
