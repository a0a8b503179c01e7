/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import io.berth.events.kafka.EventJson;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class IndexTemplateTest {

  /** The typed client reads the files and writes them anew: it must lose nothing. */
  @ParameterizedTest
  @EnumSource
  void requestBody_equalsTheTemplateFile(IndexTemplate template) throws Exception {
    try (InputStream json = template.json()) {
      JsonNode file = EventJson.mapper().readTree(json);
      JsonNode sent =
          EventJson.mapper()
              .readTree(
                  JsonpUtils.toJsonString(
                      template.request(), new Jackson3JsonpMapper(EventJson.mapper())));
      assertThat(normal(sent)).isEqualTo(normal(file));
      assertThat(sent.at("/template/mappings/dynamic").asString()).isEqualTo("false");
    }
  }

  /** Texts for numbers and truths, and no "object" where "properties" says it already. */
  private static JsonNode normal(JsonNode node) {
    if (!node.isObject()) {
      return node.isValueNode()
          ? EventJson.mapper().getNodeFactory().stringNode(node.asString())
          : node;
    }
    ObjectNode normal = EventJson.mapper().createObjectNode();
    node.properties().forEach(field -> normal.set(field.getKey(), normal(field.getValue())));
    if (normal.has("properties") && normal.path("type").asString("").equals("object")) {
      normal.remove("type");
    }
    return normal;
  }
}
