/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

/**
 * The cluster that this service serves.
 *
 * @param name the cluster's name
 * @param simulated whether it is a simulated one
 */
public record ClusterIdentity(String name, boolean simulated) {}
