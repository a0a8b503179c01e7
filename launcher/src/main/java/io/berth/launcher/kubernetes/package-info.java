/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The check of the user's own clusters. It runs as a process of its own, because the Kubernetes
 * client would double the class path and the memory of the launcher, which most users need for
 * simulated clusters only.
 */
@NullMarked
package io.berth.launcher.kubernetes;

import org.jspecify.annotations.NullMarked;
