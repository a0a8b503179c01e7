/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topics;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.teststack.DataStreamClient;
import io.berth.teststack.TestStack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** An id is unique in one backing index alone; a record must be unique in the whole stream. */
class RolloverIT {

  private static final int RECORDS = 4_000;

  @Test
  void recordsThatComeAgainWhileTheStreamRollsOver_areThereOnce() {
    try (RunningPipeline pipeline = RunningPipeline.fresh()) {
      String dataset = pipeline.unique("rolls");
      DataStreamClient stream =
          new DataStreamClient(
              TestStack.shared().elasticsearchUrl(), "logs-berth." + dataset + "-default");
      TopicBytes topics = new TopicBytes(pipeline.topicPrefix);
      String raw = topics.nameOf(Topics.LOGS_RAW);
      List<ProducerRecord<byte[], byte[]>> records =
          IntStream.range(0, RECORDS).mapToObj(i -> record(raw, dataset, i)).toList();

      topics.write(records);
      await().until(() -> stream.count() == RECORDS);
      for (int quarter = 0; quarter < 4; quarter++) {
        topics.write(records.subList(quarter * RECORDS / 4, (quarter + 1) * RECORDS / 4));
        stream.rollOver();
      }
      await().until(() -> pipeline.counter("berth_logs_duplicates_total") >= RECORDS);

      assertThat(stream.generations()).isEqualTo(5);
      List<String> expected = new ArrayList<>();
      records.forEach(record -> expected.add(new String(record.key(), UTF_8)));
      assertThat(stream.ids()).containsExactlyElementsOf(expected);
      assertThat(pipeline.counter("berth_logs_duplicates_total")).isEqualTo(RECORDS);
    }
  }

  static ProducerRecord<byte[], byte[]> record(String topic, String dataset, int number) {
    String id = "r-%06d".formatted(number);
    Instant now = Instant.now();
    RawLog log =
        new RawLog(id, "t", now, now, id, Map.of("message", "line", "event.dataset", dataset));
    var record = new ProducerRecord<>(topic, id.getBytes(UTF_8), EventJson.write(log));
    TopicBytes.attributes("berth.log.raw.v1", id, now)
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }
}
