/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Samples;
import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.metrics.MetricSample;
import io.berth.events.operation.Operation;
import io.berth.events.scaling.ScalingDecision;
import io.berth.logpipeline.teststack.DataStreamClient;
import io.berth.teststack.TestStack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PlatformIT {

  @Test
  void platformEvents_areIndexedOnce() {
    try (RunningPipeline pipeline = RunningPipeline.fresh()) {
      List<Event> events =
          Samples.all().values().stream().filter(event -> topic(event) != null).toList();
      send(pipeline.topicPrefix, events);
      send(pipeline.topicPrefix, events);
      await()
          .untilAsserted(
              () -> {
                assertThat(pipeline.counter("berth_logs_indexed_total"))
                    .isGreaterThanOrEqualTo(events.size());
                assertThat(pipeline.counter("berth_logs_duplicates_total"))
                    .isGreaterThanOrEqualTo(events.size());
              });
      String ids = pipeline.topicPrefix.replace(".", "");
      for (String kind : List.of("operations", "cluster", "scaling", "alerts")) {
        assertThat(stream("events-berth." + kind + "-default").idsWith("/" + ids))
            .as(kind)
            .isNotEmpty()
            .doesNotHaveDuplicates();
      }
      for (String kind : List.of("resources", "custom")) {
        assertThat(stream("metrics-berth." + kind + "-default").idsWith("/" + ids)).hasSize(1);
      }
    }
  }

  private static DataStreamClient stream(String name) {
    return new DataStreamClient(TestStack.shared().elasticsearchUrl(), name);
  }

  private static void send(String prefix, List<Event> events) {
    try (var producer =
        new KafkaProducer<String, Envelope<? extends Event>>(
            Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
            new StringSerializer(),
            new CloudEventSerializer())) {
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        String source = "/" + prefix.replace(".", "");
        producer.send(
            new ProducerRecord<>(
                prefix + topic(event),
                event.key(),
                Envelope.of("e-" + i, source, Instant.now(), event)));
      }
    }
  }

  private static String topic(Event event) {
    return switch (event) {
      case Operation _ -> Topics.OPERATIONS.name();
      case MetricSample _ -> Topics.METRICS.name();
      case ClusterEvent _ -> Topics.CLUSTER_EVENTS.name();
      case ScalingDecision _ -> Topics.SCALING_DECISIONS.name();
      case AlertTransition _ -> Topics.ALERT_HISTORY.name();
      default -> null;
    };
  }
}
