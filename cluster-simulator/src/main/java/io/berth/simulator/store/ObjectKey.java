/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

/**
 * Where an object lies.
 *
 * @param namespace empty for objects of the cluster
 */
public record ObjectKey(ApiResource resource, String namespace, String name) {}
