/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import io.berth.logpipeline.teststack.TcpRelay;
import io.berth.teststack.TestStack;
import org.junit.jupiter.api.Test;

class ElasticsearchOutageIT {

  @Test
  void recordsLoggedDuringElasticsearchOutage_areIndexedOnceAfterwards() throws Exception {
    try (TcpRelay relay = new TcpRelay(TestStack.shared().elasticsearchUrl());
        RunningPipeline pipeline =
            new RunningPipeline(TestStack.shared().freshTopicPrefix(), relay.url())) {
      String app = pipeline.unique("away-");
      Logger logger = pipeline.loggerOf(app);
      logger.info("before the gap");
      await().untilAsserted(() -> assertThat(pipeline.found(app, "before")).isEqualTo(1));

      relay.cut();
      for (int i = 0; i < 300; i++) {
        logger.info("in the gap {}", i);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          pipeline
                              .get("/actuator/health")
                              .at("/components/elasticsearch/details/reason")
                              .asString())
                      .contains("does not answer"));
      assertThat(pipeline.response("/api/v1/logs?app=" + app).statusCode()).isEqualTo(503);

      relay.mend();
      logger.info("after the gap");
      await()
          .untilAsserted(
              () -> {
                assertThat(pipeline.found(app, "after")).isEqualTo(1);
                assertThat(pipeline.found(app, "in the gap")).isEqualTo(300);
              });
      assertThat(pipeline.get("/actuator/health").path("status").asString()).isEqualTo("UP");
      logger.getLoggerContext().stop();
    }
  }
}
