/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TestStackIT {

  private final TestStack stack = TestStack.shared();

  @Test
  void broker_createsTopics() throws Exception {
    String topic = stack.freshTopicPrefix() + "topic";

    try (var admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();

      assertThat(admin.listTopics().names().get()).contains(topic);
    }
  }

  @Test
  void elasticsearch_isHealthy() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var health = URI.create(stack.elasticsearchUrl() + "/_cluster/health");

      var answer = client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).containsAnyOf("green", "yellow");
    }
  }

  @Test
  void prefixes_differ() {
    assertThat(stack.freshTopicPrefix()).isNotEqualTo(stack.freshTopicPrefix());
  }
}
