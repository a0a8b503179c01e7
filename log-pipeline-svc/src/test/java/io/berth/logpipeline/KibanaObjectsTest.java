/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is imported into Kibana must fit together, and fit what we index. */
class KibanaObjectsTest {

  private static final Path FOLDER = Path.of("..", "kibana");

  /** A field in a query: a name with dots or an at sign before a colon, outside of quotes. */
  private static final Pattern QUERIED = Pattern.compile("([@a-z_][a-z_.]*) : ");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ndjson")).sorted().toList().stream();
    }
  }

  @Test
  void everyPartOfThePlatform_hasItsDashboard() throws IOException {
    Set<String> dashboards = new TreeSet<>();
    for (Path file : files().toList()) {
      objects(file).stream()
          .filter(object -> object.path("type").asString().equals("dashboard"))
          .forEach(object -> dashboards.add(object.path("id").asString()));
    }
    assertThat(dashboards)
        .containsExactly(
            "berth-alerts",
            "berth-application-logs",
            "berth-autoscaling",
            "berth-deployments",
            "berth-pipeline");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyReference_isToAnObjectOfTheSameFile(Path file) throws IOException {
    List<JsonNode> objects = objects(file);
    Set<String> there = new HashSet<>();
    objects.forEach(object -> assertThat(there.add(key(object))).as(key(object)).isTrue());
    for (JsonNode object : objects) {
      Set<String> names = new HashSet<>();
      for (JsonNode reference : object.path("references")) {
        assertThat(there).as(key(object)).contains(key(reference));
        names.add(reference.path("name").asString());
      }
      assertThat(names).as(key(object)).containsExactlyInAnyOrderElementsOf(wanted(object));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFieldThatIsUsed_isInTheTemplateOfItsDataView(Path file) throws IOException {
    Map<String, Set<String>> known = new HashMap<>();
    for (JsonNode view : ofType(objects(file), "index-pattern")) {
      known.put(view.path("id").asString(), fields(view.at("/attributes/title").asString()));
    }
    for (JsonNode object : objects(file)) {
      for (JsonNode reference : object.path("references")) {
        if (reference.path("type").asString().equals("index-pattern")) {
          assertThat(known.get(reference.path("id").asString()))
              .as("fields of the template, used by " + key(object))
              .containsAll(used(object));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyColumnThatIsDrawn_isComputed(Path file) throws IOException {
    for (JsonNode lens : ofType(objects(file), "lens")) {
      JsonNode state = lens.at("/attributes/state");
      JsonNode columns = state.at("/datasourceStates/formBased/layers/layer/columns");
      Set<String> names = new HashSet<>(columns.propertyNames());
      Set<String> drawn = new HashSet<>();
      state
          .path("visualization")
          .findValues("accessors")
          .forEach(a -> a.forEach(c -> drawn.add(c.asString())));
      for (String name : List.of("xAccessor", "splitAccessor", "metricAccessor", "columnId")) {
        state.path("visualization").findValues(name).forEach(c -> drawn.add(c.asString()));
      }
      assertThat(drawn).as(key(lens)).isEqualTo(names);
      state
          .at("/datasourceStates/formBased/layers/layer/columnOrder")
          .forEach(name -> assertThat(names).contains(name.asString()));
    }
  }

  private static List<String> wanted(JsonNode object) {
    List<String> names = new ArrayList<>();
    switch (object.path("type").asString()) {
      case "lens" -> names.add("indexpattern-datasource-layer-layer");
      case "search" -> names.add("kibanaSavedObjectMeta.searchSourceJSON.index");
      case "dashboard" ->
          parsed(object, "/attributes/panelsJSON")
              .forEach(
                  panel ->
                      names.add(
                          panel.path("panelIndex").asString()
                              + ":"
                              + panel.path("panelRefName").asString()));
      default -> {}
    }
    return names;
  }

  private static Set<String> used(JsonNode object) {
    Set<String> used = new TreeSet<>();
    object.findValues("sourceField").forEach(field -> used.add(field.asString()));
    used.remove("___records___");
    if (object.path("type").asString().equals("search")) {
      object.at("/attributes/columns").forEach(column -> used.add(column.asString()));
      JsonNode source = parsed(object, "/attributes/kibanaSavedObjectMeta/searchSourceJSON");
      queried(source.at("/query/query").asString(), used);
    } else {
      queried(object.at("/attributes/state/query/query").asString(""), used);
    }
    return used;
  }

  private static void queried(String query, Set<String> used) {
    QUERIED
        .matcher(query.replaceAll("\"[^\"]*\"", ""))
        .results()
        .forEach(m -> used.add(m.group(1)));
  }

  /** The fields of the template for which a data view looks at the same streams. */
  private static Set<String> fields(String streams) throws IOException {
    for (String file : List.of("logs-template.json", "platform-template.json")) {
      JsonNode template = template(file);
      for (JsonNode pattern : template.path("index_patterns")) {
        if (pattern.asString().equals(streams)) {
          Set<String> fields = new TreeSet<>();
          collect("", template.at("/template/mappings/properties"), fields);
          return fields;
        }
      }
    }
    throw new AssertionError("no template has the pattern " + streams);
  }

  private static JsonNode template(String file) throws IOException {
    String path = "/io/berth/logpipeline/elasticsearch/" + file;
    try (InputStream in = KibanaObjectsTest.class.getResourceAsStream(path)) {
      return EventJson.mapper().readTree(in);
    }
  }

  private static void collect(String prefix, JsonNode properties, Set<String> into) {
    for (var property : properties.properties()) {
      JsonNode inner = property.getValue().path("properties");
      if (inner.isMissingNode()) {
        into.add(prefix + property.getKey());
      } else {
        collect(prefix + property.getKey() + ".", inner, into);
      }
    }
  }

  private static JsonNode parsed(JsonNode object, String pointer) {
    return EventJson.mapper().readTree(object.at(pointer).asString());
  }

  private static List<JsonNode> objects(Path file) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      objects.add(EventJson.mapper().readTree(line));
    }
    return objects;
  }

  private static List<JsonNode> ofType(List<JsonNode> objects, String type) {
    return objects.stream().filter(o -> o.path("type").asString().equals(type)).toList();
  }

  private static String key(JsonNode object) {
    return object.path("type").asString() + "/" + object.path("id").asString();
  }
}
