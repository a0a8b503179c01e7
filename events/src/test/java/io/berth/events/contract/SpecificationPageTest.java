/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.berth.events.command.AppSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about specifications has a row for each field, and none for another. */
class SpecificationPageTest {

  private static final Path PAGE = Path.of("../docs/specification.md");

  @Test
  void everyField_hasItsRow_andEveryRowItsField() throws Exception {
    Set<String> fields = new TreeSet<>();
    fields(AppSpec.class, "", fields);
    Set<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rows).isEqualTo(fields);
  }

  private static void fields(Class<?> type, String prefix, Set<String> into) {
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + component.getName();
      into.add(path);
      inner(component.getGenericType(), path, into);
    }
  }

  private static void inner(Type type, String path, Set<String> into) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      boolean map = generic.getRawType() == Map.class;
      inner(arguments[arguments.length - 1], path + (map ? ".<name>" : "[]"), into);
    } else if (type instanceof Class<?> raw && raw.isRecord()) {
      fields(raw, shared(path) + ".", into);
    } else if (type instanceof Class<?> raw && raw.isAnnotationPresent(JsonSubTypes.class)) {
      Arrays.stream(raw.getAnnotation(JsonSubTypes.class).value())
          .forEach(variant -> fields(variant.value(), path + ".", into));
    }
  }

  /** Fields of one type in several places have one row each. */
  private static String shared(String path) {
    return path.replaceFirst("^probes\\.(liveness|readiness|startup)", "probes.<probe>")
        .replaceFirst("^placement\\.affinity\\.together", "placement.affinity.apart")
        .replaceFirst("^volumes\\.<name>\\.configMap", "volumes.<name>.secret")
        .replaceFirst(
            "^volumes\\.<name>\\.projected\\.sources\\[]\\.(secret|configMap)",
            "volumes.<name>.secret")
        .replaceFirst("^sidecars\\[]\\.volumes", "initContainers[].volumes")
        .replaceFirst("^(initContainers|sidecars)\\[]\\.(?!volumes)(?=[a-z])", "");
  }
}
