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
 * Where in an object something stands.
 *
 * @param steps from the root
 */
record Place(List<Step> steps) {

  static final Place ROOT = new Place(List.of());

  /** One step down. */
  sealed interface Step {
    /** Into a field. */
    record Field(String name) implements Step {}

    /** To the item of a list that has these values in its key fields. */
    record Item(Map<String, Object> keys) implements Step {}
  }

  Place field(String name) {
    return with(new Step.Field(name));
  }

  Place item(Map<String, Object> keys) {
    return with(new Step.Item(keys));
  }

  private Place with(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Place(longer);
  }

  /** The name of the field that it ends in, or of the list that its item is in. */
  String last() {
    for (Step step : steps.reversed()) {
      if (step instanceof Step.Field(String name)) {
        return name;
      }
    }
    return "";
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
