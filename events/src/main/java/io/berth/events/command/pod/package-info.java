/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What an application's pods are made of beside image, ports and probes: in Kubernetes' words. */
@NullMarked
package io.berth.events.command.pod;

import org.jspecify.annotations.NullMarked;
