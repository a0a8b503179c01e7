/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Topic;
import io.berth.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever names a topic outside of the code names one that the code declares. */
class TopicsElsewhereTest {

  private static final Path FILE = Chart.FOLDER.resolve("files/topics.yaml");

  @Test
  void topicsOfTheChart_areThoseOfTheCode() throws IOException {
    String generated =
        Topics.withDeadLetters().stream()
            .map(TopicsElsewhereTest::yaml)
            .collect(
                Collectors.joining(
                    "",
                    "# Made from the code by TopicsElsewhereTest; renew it with"
                        + " -Dberth.update=true.\n",
                    ""));
    if (Boolean.getBoolean("berth.update")) {
      Files.writeString(FILE, generated);
    }
    assertThat(Yaml.text(FILE))
        .as("helm/files/topics.yaml is not that of the code: renew it with -Dberth.update=true")
        .isEqualTo(generated);
  }

  @Test
  void topicsOfTheChart_areRendered() {
    assertThat(
            Chart.ofKind(Chart.renderEverything(), "KafkaTopic")
                .map(topic -> topic.at("metadata", "name").text()))
        .containsExactlyElementsOf(Topics.withDeadLetters().stream().map(Topic::name).toList());
    assertThat(Chart.ofKind(Chart.render(Map.of()), "KafkaTopic")).isEmpty();
  }

  private static String yaml(Topic topic) {
    String retention =
        topic.retention() == null
            ? ""
            : "    retention.ms: \"%d\"\n".formatted(topic.retention().toMillis());
    return "- name: %s\n  partitions: %d\n  config:\n    cleanup.policy: %s\n%s"
        .formatted(topic.name(), topic.partitions(), topic.cleanup().policy(), retention);
  }
}
