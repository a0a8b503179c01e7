/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An older or careless writer leaves something out: the reader has a default, or names the field.
 */
class MissingFieldsTest {

  static Stream<Map.Entry<String, Event>> samples() {
    return Samples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void missingField_getsADefault_orIsRejectedByItsName(Map.Entry<String, Event> sample)
      throws ReflectiveOperationException {
    JsonNode whole = ApprovedFiles.json(sample.getValue());
    for (String path : paths(whole, "")) {
      JsonNode without = whole.deepCopy();
      String parent = path.substring(0, path.lastIndexOf('/'));
      String name = path.substring(path.lastIndexOf('/') + 1);
      ((ObjectNode) without.at(parent)).remove(name);
      try {
        Event read = EventJson.read(ApprovedFiles.bytes(without), sample.getValue().getClass());
        assertThat(nulls(read)).as("null after reading without " + path).isEmpty();
      } catch (InvalidEventException e) {
        assertThat(e.fields()).as("without " + path).anyMatch(field -> names(field, path, name));
      }
    }
  }

  private static boolean names(InvalidField fault, String path, String name) {
    boolean either =
        fault.wanted().equals("one of the two") || fault.wanted().endsWith(", or " + name);
    return either
        || fault.field().endsWith(name)
            && fault.field().replace("[", ".").split("\\.").length == path.split("/").length - 1;
  }

  /** JSON pointers of every field of every object, without those of free maps. */
  private static List<String> paths(JsonNode node, String at) {
    List<String> paths = new ArrayList<>();
    boolean free = at.matches(".*/(fields|document|matchers|labels|annotations|env|parameters)");
    node.properties()
        .forEach(
            entry -> {
              if (!free && entry.getKey().matches("[a-zA-Z]+")) {
                paths.add(at + "/" + entry.getKey());
                paths.addAll(paths(entry.getValue(), at + "/" + entry.getKey()));
              }
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      paths.addAll(paths(node.get(i), at + "/" + i));
    }
    return paths;
  }

  private static List<String> nulls(@Nullable Object value) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    if (value instanceof Collection<?> list) {
      for (Object inner : list) {
        found.addAll(nulls(inner));
      }
    }
    if (value instanceof Record some) {
      for (RecordComponent component : some.getClass().getRecordComponents()) {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        Object inner = accessor.invoke(some);
        if (inner == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          found.add(component.getDeclaringRecord().getSimpleName() + "." + component.getName());
        }
        found.addAll(nulls(inner));
      }
    }
    return found;
  }
}
