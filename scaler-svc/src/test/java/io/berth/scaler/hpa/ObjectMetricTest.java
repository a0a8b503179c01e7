/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.scaler.hpa.PodMetric.Tolerance;
import io.berth.scaler.hpa.ReplicaProposal.NoProposal;
import io.berth.scaler.hpa.ReplicaProposal.Proposal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HPA's published examples of object and external metrics; values in thousandths. */
class ObjectMetricTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      O1 | 3 | 20000               | 15000 | 3 | .1  | 4
      O2 | 3 | 50000               | 10000 | 1 | .1  | 5
      O3 | 5 | 12000               | 20000 | 5 | .1  | 3
      O5 | 3 | 20500               | 20000 | 3 | .01 | 4
      O6 | 1 | 9223372036854775807 | 1     | 1 | .1  | 2147483647
      E1 | 3 | 8600                | 4400  | 1 | .1  | 2
      E1b| 3 | 8600                | 4400  | 3 | .1  | 6
      E3 | 3 | 8600                | 8888  | 3 | .1  | 3
      E4 | 3 | 8900                | 8800  | 3 | .01 | 4
      Z  | 0 | 20000               | 15000 | 0 | .1  | 2
      """)
  void total(String id, int current, long value, long target, int ready, double up, int replicas) {
    ReplicaProposal answer =
        ObjectMetric.proposeForTotal(value, target, ready, new Tolerance(.1, up), current);
    assertThat(((Proposal) answer).replicas()).isEqualTo(replicas);
  }

  @ParameterizedTest(name = "{0} for {1} each, {2} pods")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      8600  | 2150 | 3 | .1  | 4 | 2867
      8600  | 2900 | 3 | .1  | 3 | 2867
      8600  | 2800 | 3 | .01 | 4 | 2867
      20000 | 5000 | 0 | .1  | 4 | 0
      0     | 5000 | 0 | .1  | 0 | 0
      20000 | 5000 | 3 | .1  | 4 | 6667
      20166 | 5000 | 4 | .1  | 4 | 5042
      20208 | 5000 | 4 | .01 | 5 | 5052
      """)
  void share(long value, long target, int pods, double up, int replicas, long reported) {
    ReplicaProposal answer =
        ObjectMetric.proposePerPod(value, target, pods, new Tolerance(.1, up), pods);
    Proposal proposal = (Proposal) answer;
    assertThat(proposal.replicas()).as("replicas").isEqualTo(replicas);
    assertThat(proposal.value()).as("reported").isEqualTo(reported);
  }

  @Test
  void total_withoutReadyPods_givesNoProposal() {
    assertThat(ObjectMetric.proposeForTotal(8600, 4400, 0, new Tolerance(.1, .1), 3))
        .isInstanceOf(NoProposal.class);
  }
}
