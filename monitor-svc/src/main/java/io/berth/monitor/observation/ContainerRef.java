/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

/** A container of a pod, as a kubelet names it. */
public record ContainerRef(String namespace, String pod, String container) {}
