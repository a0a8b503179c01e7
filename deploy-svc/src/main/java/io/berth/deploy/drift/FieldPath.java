/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The path of a field within an object.
 *
 * @param steps from the root
 */
public record FieldPath(List<PathElement> steps) {

  public static final FieldPath ROOT = new FieldPath(List.of());

  /** One step of a path. */
  public sealed interface PathElement {
    /** Into a field. */
    record NamedField(String name) implements PathElement {}

    /** To the item of a list that has these values in its key fields. */
    record KeyedItem(Map<String, Object> keys) implements PathElement {}
  }

  public FieldPath field(String name) {
    return with(new PathElement.NamedField(name));
  }

  public FieldPath item(Map<String, Object> keys) {
    return with(new PathElement.KeyedItem(keys));
  }

  private FieldPath with(PathElement step) {
    List<PathElement> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /** The name of the last field, or of the list that the last item is in. */
  public String last() {
    for (PathElement step : steps.reversed()) {
      if (step instanceof PathElement.NamedField(String name)) {
        return name;
      }
    }
    return "";
  }

  /** The field names along the path, without list items. */
  public List<String> fields() {
    return steps.stream()
        .filter(PathElement.NamedField.class::isInstance)
        .map(step -> ((PathElement.NamedField) step).name())
        .toList();
  }

  /** Such as {@code spec.template.spec.containers[cart].image}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (PathElement step : steps) {
      switch (step) {
        case PathElement.NamedField(String name) ->
            text.append(text.isEmpty() ? "" : ".").append(name);
        case PathElement.KeyedItem(Map<String, Object> keys) ->
            text.append(
                keys.values().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining("/", "[", "]")));
      }
    }
    return text.toString();
  }
}
