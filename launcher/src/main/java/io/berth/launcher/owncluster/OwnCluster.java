/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

/**
 * A cluster of the user's own in place of the simulated one of that name.
 *
 * @param name as the suite calls it
 * @param file the kubeconfig that the user named
 * @param context the context in it
 * @param server the URL of its API server
 */
public record OwnCluster(String name, String file, String context, String server) {}
