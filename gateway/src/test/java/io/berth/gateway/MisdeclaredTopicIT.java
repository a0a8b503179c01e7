/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Topic;
import io.berth.events.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** A gateway on topics that somebody created otherwise than they are declared. */
class MisdeclaredTopicIT {

  @Test
  void misdeclaredTopic_endsTheProcess_withItsName() throws Exception {
    try (TestTopics others = new TestTopics();
        Admin admin = Admin.create(Map.of("bootstrap.servers", others.kafka))) {
      String apps = others.nameOf(Topics.APPS);
      admin
          .createTopics(
              List.of(
                  new NewTopic(apps, 1, (short) 1)
                      .configs(Map.of("cleanup.policy", Topic.Cleanup.DELETE.policy()))))
          .all()
          .get();
      ProcessBuilder gateway =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  GatewayApplication.class.getName(),
                  "--server.port=0")
              .redirectErrorStream(true);
      gateway
          .environment()
          .putAll(
              Map.of(
                  "BERTH_KAFKA", others.kafka,
                  "BERTH_TOPIC_PREFIX", others.prefix,
                  "BERTH_API_TOKEN", TestGateway.TOKEN));
      Process process = gateway.start();
      try {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output)
            .contains(apps + " has cleanup.policy delete, wanted compact")
            .containsOnlyOnce("ERROR");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
