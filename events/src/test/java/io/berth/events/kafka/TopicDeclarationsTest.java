/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.Topic;
import io.berth.events.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicDeclarationsTest {

  private static final Map<String, Topic> WANTED =
      Map.of("t.berth.apps", Topics.APPS, "t.berth.commands", Topics.COMMANDS);

  @Test
  void correctlyDeclaredTopics_pass() {
    assertThatCode(() -> TopicDeclarations.check(found("compact", "delete"), WANTED))
        .doesNotThrowAnyException();
  }

  @Test
  void misdeclaredTopics_areAllNamed_withAdvice() {
    assertThatThrownBy(() -> TopicDeclarations.check(found("delete", "compact"), WANTED))
        .isInstanceOf(MisdeclaredTopics.class)
        .hasMessage(
            "Topics are not as Berth declares them: t.berth.apps has cleanup.policy delete, wanted"
                + " compact; t.berth.commands has cleanup.policy compact, wanted delete. Alter the"
                + " topic (kafka-configs.sh --alter) or use another topic prefix.");
  }

  private static Map<ConfigResource, Config> found(String apps, String commands) {
    return Map.of(topic("t.berth.apps"), policy(apps), topic("t.berth.commands"), policy(commands));
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  private static Config policy(String policy) {
    return new Config(List.of(new ConfigEntry("cleanup.policy", policy)));
  }
}
