/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.sampling.MetricsSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the metrics sources.
 *
 * @param sources in the order in which they are scraped
 * @param certificateAuthority PEM file of additional authorities; null for none
 * @param insecureTls whether kubelets' certificates are accepted without verification
 * @param preferredAddressTypes of a Node's addresses, most preferred first
 * @param port of every kubelet; 0 for the one in each Node's status
 * @param requestTimeout for one request to a kubelet
 */
public record KubeletSettings(
    List<MetricsSource> sources,
    @Nullable Path certificateAuthority,
    boolean insecureTls,
    List<String> preferredAddressTypes,
    int port,
    Duration requestTimeout) {
  public KubeletSettings {
    sources = List.copyOf(sources);
    preferredAddressTypes = List.copyOf(preferredAddressTypes);
  }
}
