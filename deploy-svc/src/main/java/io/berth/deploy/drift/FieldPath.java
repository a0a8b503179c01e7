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
public record FieldPath(List<Step> steps) {

  public static final FieldPath ROOT = new FieldPath(List.of());

  /** One step of a path. */
  public sealed interface Step {
    /** Into a field. */
    record Field(String name) implements Step {}

    /** To the item of a list that has these values in its key fields. */
    record Item(Map<String, Object> keys) implements Step {}
  }

  public FieldPath field(String name) {
    return with(new Step.Field(name));
  }

  public FieldPath item(Map<String, Object> keys) {
    return with(new Step.Item(keys));
  }

  private FieldPath with(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /** The name of the last field, or of the list that the last item is in. */
  public String last() {
    for (Step step : steps.reversed()) {
      if (step instanceof Step.Field(String name)) {
        return name;
      }
    }
    return "";
  }

  /** The field names along the path, without list items. */
  public List<String> fields() {
    return steps.stream()
        .filter(Step.Field.class::isInstance)
        .map(step -> ((Step.Field) step).name())
        .toList();
  }

  /** Such as {@code spec.template.spec.containers[cart].image}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Step.Field(String name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case Step.Item(Map<String, Object> keys) ->
            text.append(
                keys.values().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining("/", "[", "]")));
      }
    }
    return text.toString();
  }
}
