/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.UsageSample;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of the last scrape of the metrics API.
 *
 * @param asked whether it was scraped yet
 * @param usages the last samples
 * @param failure null where the last scrape succeeded
 */
public record MetricsApiScrape(
    boolean asked, Map<ContainerRef, UsageSample> usages, @Nullable ScrapeFailure failure) {

  /** Before the first scrape. */
  public static final MetricsApiScrape NONE = new MetricsApiScrape(false, Map.of(), null);

  public MetricsApiScrape {
    usages = Map.copyOf(usages);
  }
}
