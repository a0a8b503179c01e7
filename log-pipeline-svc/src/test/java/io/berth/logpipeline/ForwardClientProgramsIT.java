/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.EventJson;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients as people install them, none of them ours. */
class ForwardClientProgramsIT {

  private static RunningPipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = RunningPipeline.fresh();
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @Test
  void dockersLogDriver_isAcknowledged_andALineThatItCutIsOneRecord(@TempDir Path folder)
      throws Exception {
    String name = "berth-" + pipeline.topicPrefix.replace(".", "");
    String word = name.replace("-", "");
    ForwardClientPrograms.docker(
        folder,
        pipeline.forwardPort(),
        name,
        "echo %s out; echo %s $(seq -s ' line' 1 5000); echo ERROR %s err >&2"
            .formatted(word, word, word));
    // Words: bare numbers in a row pass for those of cards here and there.
    String numbers =
        IntStream.rangeClosed(1, 5000)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" line"));

    await()
        .untilAsserted(
            () ->
                assertThat(messages(pipeline.search("limit=10&q=" + word)))
                    .containsExactlyInAnyOrder(
                        word + " out", word + " " + numbers, "ERROR " + word + " err"));
    JsonNode error = pipeline.search("level=error&q=" + word).at("/hits/0/document");
    assertThat(error.at("/berth/tag").asString()).isEqualTo("docker." + name);
    assertThat(error.at("/container/id").asString()).hasSize(64);
    // Had it not taken an acknowledgement, it would have sent that piece again.
    assertThat(fields(Topics.LOGS_RAW, "/fields/partial_ordinal")).containsExactly("1", "2", "3");
    assertThat(fields(Topics.LOGS_ENRICHED, "/document/message"))
        .contains(word + " " + numbers)
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fluent-bit", "fluentd", "td-agent"})
  void collectorThatIsInstalled_getsItsRecordsIntoTheIndex(String program, @TempDir Path folder)
      throws Exception {
    String word = "live" + pipeline.topicPrefix.replace(".", "");
    Process collector =
        ForwardClientPrograms.collector(program, folder, pipeline.forwardPort(), word + " record");
    try {
      await().untilAsserted(() -> assertThat(pipeline.found(program, word)).isGreaterThan(1));
    } finally {
      collector.destroy();
      collector.onExit().join();
    }
  }

  private static List<String> messages(JsonNode page) {
    return page.path("hits")
        .valueStream()
        .map(hit -> hit.path("message").asString())
        .collect(Collectors.toList());
  }

  /** What a field holds in the records of a topic that have it. */
  private static List<String> fields(Topic topic, String pointer) {
    return new TopicBytes(pipeline.topicPrefix)
        .read(topic).stream()
            .map(record -> EventJson.mapper().readTree(new String(record.value(), UTF_8)))
            .map(value -> value.at(pointer).asString(""))
            .filter(text -> !text.isEmpty())
            .toList();
  }
}
