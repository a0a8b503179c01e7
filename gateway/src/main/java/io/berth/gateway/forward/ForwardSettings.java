/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The addresses of the services behind the gateway.
 *
 * @param clusters the names of all clusters
 * @param deployServices the deploy-svc of each cluster
 * @param logPipeline the log-pipeline-svc
 */
public record ForwardSettings(
    Collection<String> clusters, Map<String, URI> deployServices, URI logPipeline) {
  public ForwardSettings {
    clusters = List.copyOf(clusters);
  }
}
