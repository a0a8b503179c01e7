/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file for {@code berth deploy} that is being written, or one of its init containers or sidecars,
 * whose fields are written like the application's own.
 */
public final class BerthFile {

  /** The fields of a specification in the order in which people read them. */
  private static final List<String> ORDER =
      List.of(
          "name",
          "tier",
          "image",
          "command",
          "args",
          "workingDir",
          "replicas",
          "limits",
          "requests",
          "ports",
          "probes",
          "env",
          "envFrom",
          "secrets",
          "configMaps",
          "configFiles",
          "volumes",
          "initContainers",
          "sidecars",
          "preStop",
          "security",
          "pod",
          "placement",
          "strategy",
          "annotations");

  private final String namespace;
  private final String name;
  private final String path;
  private final @Nullable BerthFile whole;
  private final Map<String, Object> spec = new LinkedHashMap<>();
  private final Map<String, List<BerthFile>> containers = new LinkedHashMap<>();
  private final List<String> toDo = new ArrayList<>();

  public BerthFile(String namespace, String name) {
    this(namespace, name, "spec", null);
  }

  private BerthFile(String namespace, String name, String path, @Nullable BerthFile whole) {
    this.namespace = namespace;
    this.name = name;
    this.path = path;
    this.whole = whole;
  }

  /**
   * Another container of the pods, at the end of its list.
   *
   * @param list {@code initContainers} or {@code sidecars}
   */
  public BerthFile addContainer(String list) {
    List<BerthFile> others = containers.computeIfAbsent(list, _ -> new ArrayList<>());
    BerthFile added =
        new BerthFile(namespace, name, path + "." + list + "[" + others.size() + "]", this);
    others.add(added);
    return added;
  }

  /** The application's file, also of one of its containers. */
  public BerthFile whole() {
    return whole == null ? this : whole;
  }

  /** Where a field stands in the document, such as {@code spec.sidecars[0].limits}. */
  public String field(String name) {
    return path + "." + name;
  }

  public String namespace() {
    return namespace;
  }

  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }

  /** Sets the field of a path such as {@code security.runAsUser}. */
  public void put(String path, Object value) {
    int dot = path.lastIndexOf('.');
    Map<String, Object> outer = dot < 0 ? spec : map(path.substring(0, dot));
    outer.put(path.substring(dot + 1), value);
  }

  /** Sets an entry of a map whose names are the user's and may hold dots. */
  public void putEntry(String path, String entry, Object value) {
    map(path).put(entry, value);
  }

  /** Adds an item to a list. */
  public void add(String path, Object item) {
    int dot = path.lastIndexOf('.');
    Map<String, Object> outer = dot < 0 ? spec : map(path.substring(0, dot));
    @SuppressWarnings("unchecked")
    List<Object> list =
        (List<Object>) outer.computeIfAbsent(path.substring(dot + 1), _ -> new ArrayList<Object>());
    list.add(item);
  }

  /** Removes an entry of a map. */
  public void remove(String path, String entry) {
    if (spec.containsKey(path)) {
      map(path).remove(entry);
      if (map(path).isEmpty()) {
        spec.remove(path);
      }
    }
  }

  /** The value of a top-level field; null where there is none. */
  public @Nullable Object get(String field) {
    return spec.get(field);
  }

  /** The names of a map of the specification. */
  public Map<String, Object> entries(String path) {
    return spec.containsKey(path) ? map(path) : Map.of();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(String path) {
    Map<String, Object> found = spec;
    for (String part : path.split("[.]")) {
      found =
          (Map<String, Object>)
              found.computeIfAbsent(part, _ -> new LinkedHashMap<String, Object>());
    }
    return found;
  }

  /** A comment of the file: what its reader must still write. */
  public void toDo(String line) {
    toDo.add(line);
  }

  /** The comments, those of the other containers after the application's own. */
  public List<String> toDo() {
    List<String> lines = new ArrayList<>(toDo);
    containers.values().forEach(list -> list.forEach(container -> lines.addAll(container.toDo)));
    return List.copyOf(lines);
  }

  /** The file's fields. */
  public Map<String, Object> document() {
    Map<String, Object> app = new LinkedHashMap<>();
    app.put("namespace", namespace);
    app.put("name", name);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("app", app);
    document.put("spec", fields());
    return document;
  }

  private Map<String, Object> fields() {
    Map<String, Object> ordered = new TreeMap<>(BerthFile::compare);
    ordered.putAll(spec);
    containers.forEach(
        (list, others) -> ordered.put(list, others.stream().map(BerthFile::fields).toList()));
    return ordered;
  }

  private static int compare(String one, String other) {
    int order = Integer.compare(place(one), place(other));
    return order == 0 ? one.compareTo(other) : order;
  }

  private static int place(String field) {
    int index = ORDER.indexOf(field);
    return index < 0 ? ORDER.size() : index;
  }
}
