/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.events.InvalidField;
import io.berth.events.quantity.AlternativeTo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields that JSON may have in the place of a record: the parameters of its
 * {@code @JsonCreator} where it has one, else its components.
 *
 * @param types the type of each, by name, in their order
 * @param alternatives those that stand in the place of a component, by name
 */
record JsonFields(Map<String, Type> types, Map<String, AlternativeTo> alternatives) {

  static JsonFields of(Class<?> record) {
    Map<String, Type> types = new LinkedHashMap<>();
    Map<String, AlternativeTo> alternatives = new LinkedHashMap<>();
    Optional<Method> creator =
        Arrays.stream(record.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(JsonCreator.class))
            .findFirst();
    if (creator.isPresent()) {
      for (Parameter parameter : creator.get().getParameters()) {
        String name = parameter.getAnnotation(JsonProperty.class).value();
        types.put(name, parameter.getParameterizedType());
        AlternativeTo insteadOf = parameter.getAnnotation(AlternativeTo.class);
        if (insteadOf != null) {
          alternatives.put(name, insteadOf);
        }
      }
    } else {
      for (RecordComponent component : record.getRecordComponents()) {
        types.put(component.getName(), component.getGenericType());
      }
    }
    return new JsonFields(types, alternatives);
  }

  /** The record's own field that a name stands for; the name itself where it is one. */
  String canonical(String name) {
    AlternativeTo insteadOf = alternatives.get(name);
    return insteadOf == null ? name : insteadOf.field();
  }

  /** Says of a field that is wrong in which other way it may be written. */
  List<InvalidField> advised(String name, List<InvalidField> faults) {
    return alternatives.entrySet().stream()
        .filter(alternative -> alternative.getValue().field().equals(name))
        .map(
            alternative -> "; or " + alternative.getKey() + ": " + alternative.getValue().example())
        .findFirst()
        .map(
            advice ->
                faults.stream()
                    .map(
                        fault ->
                            new InvalidField(
                                fault.field(),
                                fault.found(),
                                fault.wanted() + advice,
                                fault.line(),
                                fault.column()))
                    .toList())
        .orElse(faults);
  }
}
