/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import java.util.Collection;
import java.util.List;

/**
 * What the API needs to know.
 *
 * @param clusters names of all clusters
 * @param mostBodyBytes the largest body that is read
 */
public record WebSettings(Collection<String> clusters, int mostBodyBytes) {
  public WebSettings {
    clusters = List.copyOf(clusters);
  }
}
