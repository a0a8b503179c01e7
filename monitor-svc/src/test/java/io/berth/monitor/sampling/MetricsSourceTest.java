/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsSourceTest {

  private static List<MetricsSource> parse(String text) {
    return MetricsSource.parse("berth.metrics.sources", List.of(text.split(",")));
  }

  @Test
  void sources_areParsedInOrder() {
    assertThat(parse("kubelet, metrics.k8s.io"))
        .containsExactly(MetricsSource.KUBELET, MetricsSource.METRICS_API);
    assertThat(parse("apiserver-proxy,kubelet,"))
        .containsExactly(MetricsSource.API_SERVER_PROXY, MetricsSource.KUBELET);
    assertThat(parse("metrics.k8s.io")).containsExactly(MetricsSource.METRICS_API);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cadvisor | some of kubelet, apiserver-proxy and metrics.k8s.io",
        "Kubelet | some of kubelet, apiserver-proxy and metrics.k8s.io",
        "kubelet,kubelet | each source at most once",
        "metrics.k8s.io,kubelet | metrics.k8s.io last",
        "'' | at least one"
      })
  void invalidList_isRejected_withTheExpectedForm(String text, String wanted) {
    assertThatThrownBy(() -> parse(text))
        .hasMessageContaining("berth.metrics.sources")
        .hasMessageContaining(wanted);
  }

  @ParameterizedTest
  @EnumSource(MetricsSource.class)
  void everyFailureOfEverySource_hasARemedyInSentences(MetricsSource source) {
    for (FailureKind kind : FailureKind.values()) {
      assertThat(RemediationHints.of(source, kind))
          .as("%s %s", source, kind)
          .matches("(?s)[A-Z].*\\.");
    }
  }
}
