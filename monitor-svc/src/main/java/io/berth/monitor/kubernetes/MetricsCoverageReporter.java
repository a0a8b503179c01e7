/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import io.berth.monitor.observation.Subject;
import io.berth.monitor.sampling.MetricsCoverage;
import io.berth.monitor.sampling.MetricsCoverage.CoverageGap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports nodes without samples: logs each change, and publishes it for the evaluator. */
final class MetricsCoverageReporter {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsCoverageReporter.class);

  private final Subject cluster;
  private final SubjectChangeFilter changes;
  private volatile @Nullable MetricsCoverage last;
  private @Nullable List<String> logged;

  MetricsCoverageReporter(String cluster, SubjectChangeFilter changes) {
    this.cluster = Subject.cluster(cluster);
    this.changes = changes;
  }

  void report(MetricsCoverage coverage, Instant now) {
    last = coverage;
    if (coverage.starting()) {
      return;
    }
    log(coverage);
    changes.publishIfChanged(
        cluster,
        new MetricsSourceObserved(
            now, coverage.ready(), coverage.failing(), coverage.description(), coverage.remedy()));
  }

  /** Logs only when the reasons change: the affected nodes may change every few seconds. */
  private void log(MetricsCoverage coverage) {
    List<String> reasons =
        java.util.stream.Stream.of(coverage.gaps(), coverage.bypassed())
            .flatMap(List::stream)
            .map(MetricsCoverageReporter::reason)
            .distinct()
            .sorted()
            .toList();
    if (reasons.equals(logged)) {
      return;
    }
    boolean first = logged == null;
    logged = reasons;
    if (coverage.incomplete()) {
      LOG.warn(
          "Cluster {}: metrics are incomplete: {}. {}",
          cluster.name(),
          coverage.description(),
          coverage.remedy());
    } else if (!first || !reasons.isEmpty()) {
      LOG.info("Cluster {}: metrics are complete: {}", cluster.name(), coverage.description());
    }
  }

  private static String reason(CoverageGap gap) {
    return gap.first().source() + " " + gap.first().failure().kind();
  }

  @Nullable MetricsCoverage coverage() {
    return last;
  }
}
