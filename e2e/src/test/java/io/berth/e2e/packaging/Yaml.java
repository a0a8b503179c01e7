/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A YAML document and the way into it: {@code at("spec", "template")}. */
record Yaml(Object value) {

  static final Path ROOT = Path.of("..");

  static Yaml of(Path file) {
    return all(text(file)).getFirst();
  }

  static List<Yaml> all(String text) {
    List<Yaml> documents = new ArrayList<>();
    var options = new LoaderOptions();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options))
        .loadAll(text)
        .forEach(
            document -> {
              if (document != null) {
                documents.add(new Yaml(document));
              }
            });
    return documents;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands there; a value of null where nothing does. */
  Yaml at(String... path) {
    Object here = value;
    for (String key : path) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return new Yaml(here);
  }

  /** The values of a map by key, or of nothing. */
  Map<?, ?> map() {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  List<Yaml> list() {
    List<Yaml> list = new ArrayList<>();
    if (value instanceof List<?> some) {
      some.forEach(one -> list.add(new Yaml(one)));
    }
    return list;
  }

  List<String> texts() {
    return list().stream().map(Yaml::text).toList();
  }

  String text() {
    return String.valueOf(value);
  }
}
