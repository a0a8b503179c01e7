/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static io.berth.deploy.testing.TestApps.CART;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FleetStateTableTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final FleetStateTable table = new FleetStateTable();

  @Test
  void rejectionForTheMissingApplicationAlone_isToldFromOthers() {
    reject("dc-a", "app-exists");
    reject("dc-b", "object-owner");
    reject("dc-c", "app-exists", "namespace-protected");

    assertThat(verdict("dc-a").lacksApp()).isTrue();
    assertThat(verdict("dc-b").lacksApp()).isFalse();
    assertThat(verdict("dc-c").lacksApp()).isFalse();
    assertThat(verdict("dc-c").verdict()).isEqualTo(Verdict.REJECTED);
  }

  private ClusterVerdict verdict(String cluster) {
    return table.state("c1", CART).verdict(cluster).orElseThrow();
  }

  private void reject(String cluster, String... rules) {
    List<Violation> violations =
        Arrays.stream(rules)
            .map(rule -> new Violation(rule, 1, "app", "none", "one", "Correct it."))
            .toList();
    Rejected rejected =
        new Rejected(new OperationRef("c1", "scale", CART, cluster, "ann", NOON), violations);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "berth.operations", 0, 0, "shop/cart".getBytes(UTF_8), EventJson.write(rejected));
    record.headers().add("ce_id", ("c1-" + cluster).getBytes(UTF_8));
    record.headers().add("ce_source", "/test".getBytes(UTF_8));
    record.headers().add("ce_type", "berth.operation.rejected.v1".getBytes(UTF_8));
    table.apply(record);
  }
}
