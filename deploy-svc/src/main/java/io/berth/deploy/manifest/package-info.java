/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Kubernetes objects of an application: data in, objects out. */
@NullMarked
package io.berth.deploy.manifest;

import org.jspecify.annotations.NullMarked;
