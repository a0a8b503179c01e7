/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.json.JsonBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EcsDocumentTest {

  private static final String TEMPLATE =
      "src/main/resources/io/berth/logpipeline/elasticsearch/logs-template.json";

  @Test
  void anyFields_areWrittenInsideOfTheirObjects_eachObjectOnce() {
    Random random = new Random(4711);
    for (int i = 0; i < 5_000; i++) {
      EcsDocument document = new EcsDocument();
      Map<String, String> put = new TreeMap<>();
      for (EcsField field : EcsField.values()) {
        boolean others = field == EcsField.LABELS || field == EcsField.FIELDS;
        if (!others && random.nextInt(3) == 0) {
          document.put(field, "\"" + i);
          put.put(field.toString(), "\"" + i);
        }
      }
      String json = write(document);
      assertThat(leaves(json)).isEqualTo(put);
      assertThat(json)
          .isEqualTo(EventJson.mapper().readTree(json).toString()); // no name stands there twice
    }
  }

  @Test
  void emptyDocument_isWrittenAsEmptyObject() {
    assertThat(write(new EcsDocument())).isEqualTo("{}");
  }

  @Test
  void textForANumber_andAListForAText_areNoFieldsOfTheTemplate() {
    EcsDocument document = new EcsDocument();
    document.putKnownAndRest(
        Map.of("process.pid", "twelve", "user.id", 7, "user.name", List.of("a"), "labels.", "x"));
    assertThat(EventJson.mapper().readTree(write(document)))
        .isEqualTo(
            EventJson.mapper()
                .readTree(
                    """
                    {"user":{"id":"7"},
                     "fields":{"process.pid":"twelve","user.name":["a"],"labels.":"x"}}"""));
  }

  @Test
  void everyField_isKnownToTheIndexTemplate() throws Exception {
    JsonNode properties =
        EventJson.mapper()
            .readTree(Files.readAllBytes(Path.of(TEMPLATE)))
            .findValue("mappings")
            .path("properties");
    List<String> unknown = new ArrayList<>();
    for (EcsField field : EcsField.values()) {
      JsonNode at = properties;
      for (String name : field.toString().split("\\.")) {
        at = at.has("properties") ? at.path("properties").path(name) : at.path(name);
      }
      if (at.isMissingNode() && !properties.has(field.toString())) {
        unknown.add(field.toString());
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static String write(EcsDocument document) {
    JsonBytes json = new JsonBytes();
    document.writeTo(json);
    return new String(json.toArray(), UTF_8);
  }

  private static Map<String, String> leaves(String json) {
    Map<String, String> leaves = new TreeMap<>();
    leaves("", EventJson.mapper().readTree(json), leaves);
    return leaves;
  }

  private static void leaves(String prefix, JsonNode object, Map<String, String> into) {
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isObject()) {
                leaves(prefix + entry.getKey() + ".", entry.getValue(), into);
              } else {
                into.put(prefix + entry.getKey(), entry.getValue().asString());
              }
            });
  }
}
