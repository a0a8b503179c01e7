/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void everyType_hasAnExample() {
    Set<String> shown = new TreeSet<>();
    Samples.all().keySet().forEach(name -> shown.add(name.split("\\+", 2)[0]));
    assertThat(shown).isEqualTo(EventTypes.all().keySet());
  }

  @Test
  void everyExample_hasTheTypeOfItsName() {
    Samples.all()
        .forEach(
            (name, event) ->
                assertThat(name.split("\\+", 2)[0]).isEqualTo(EventTypes.nameOf(event.getClass())));
  }

  @Test
  void everyField_occursInAnExample() throws ReflectiveOperationException {
    Set<String> shown = new HashSet<>();
    Set<Class<?>> records = new HashSet<>();
    for (Event event : Samples.all().values()) {
      look(event, shown, records);
    }
    Set<Class<?>> variants = new HashSet<>(records);
    variants.removeIf(type -> shown.contains(type.getSimpleName()));
    assertThat(variants).as("variants that no example shows").isEmpty();
    Set<String> never =
        records.stream()
            .flatMap(type -> Arrays.stream(type.getRecordComponents()))
            .map(SamplesTest::name)
            .filter(name -> !shown.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(never).as("fields that no example shows").isEmpty();
  }

  private static void look(Object value, Set<String> shown, Set<Class<?>> records)
      throws ReflectiveOperationException {
    switch (value) {
      case Record some -> {
        records.add(some.getClass());
        shown.add(some.getClass().getSimpleName());
        for (RecordComponent component : some.getClass().getRecordComponents()) {
          if (component.getType().isSealed()) {
            records.addAll(List.of(component.getType().getPermittedSubclasses()));
          }
          var accessor = component.getAccessor();
          accessor.setAccessible(true);
          Object inner = accessor.invoke(some);
          if (!empty(inner)) {
            shown.add(name(component));
            look(inner, shown, records);
          }
        }
      }
      case Collection<?> list -> {
        for (Object inner : list) {
          look(inner, shown, records);
        }
      }
      default -> {}
    }
  }

  private static boolean empty(Object value) {
    return value == null
        || value instanceof Collection<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private static String name(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
  }
}
