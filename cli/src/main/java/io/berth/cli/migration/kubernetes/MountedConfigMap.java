/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A ConfigMap that is mounted. If it is among the objects and its files can be config files of the
 * application, they are written out: then they are released and rolled back with it.
 */
final class MountedConfigMap {

  private static final int MOST_BYTES = 900 * 1024;
  private static final String WRITTEN_OUT =
      "Its files are written out, so that they are released and rolled back with the application.";

  private final Source volume;
  private final KubernetesObjects objects;
  private final BerthFile file;

  MountedConfigMap(Source volume, KubernetesObjects objects, BerthFile file) {
    this.volume = volume;
    this.objects = objects;
    this.file = file;
  }

  /**
   * Writes the files out if that is possible.
   *
   * @param subPath the only file that is mounted; empty for all of them
   * @param path where the file is mounted, or the folder with all of them
   * @return the paths of the files by their names in the volume; empty where it is not possible
   */
  Map<String, String> writeOut(String subPath, String path) {
    String name = volume.field("name").text();
    Source configMap = name == null ? null : objects.configMap(name);
    if (configMap == null || hasOtherMode() || !configMap.field("binaryData").isEmpty()) {
      return Map.of();
    }
    Map<String, Source> files = files(configMap.field("data").entries());
    if (!subPath.isEmpty()) {
      files.keySet().retainAll(Set.of(subPath));
    }
    long size =
        files.values().stream().mapToLong(text -> text.textOr("").length()).sum() + sizeSoFar();
    if (files.isEmpty() || size > MOST_BYTES) {
      return Map.of();
    }
    Map<String, String> paths = new LinkedHashMap<>();
    files.forEach(
        (below, text) -> {
          String at = subPath.isEmpty() ? path + "/" + below : path;
          paths.put(below, at);
          file.putEntry("configFiles", at, text.textOr(""));
          text.changed("spec.configFiles." + at, WRITTEN_OUT, "");
        });
    objects.take(configMap, file);
    report();
    return paths;
  }

  private long sizeSoFar() {
    return file.entries("configFiles").values().stream()
        .mapToLong(text -> text.toString().length())
        .sum();
  }

  /** Config files have the mode 0644. */
  private boolean hasOtherMode() {
    String mode =
        volume.field("defaultMode").isThere() ? volume.field("defaultMode").literal() : null;
    return mode != null && !mode.matches("420|0o?644")
        || volume.field("items").items().stream().anyMatch(item -> item.field("mode").isThere());
  }

  /** The texts by the names of their files. */
  private Map<String, Source> files(Map<String, Source> data) {
    Map<String, Source> named = new LinkedHashMap<>();
    if (volume.field("items").isEmpty()) {
      named.putAll(data);
    }
    for (Source item : volume.field("items").items()) {
      Source text = data.get(item.field("key").textOr(""));
      if (text != null) {
        named.put(item.field("path").textOr(""), text);
      }
    }
    return named;
  }

  private void report() {
    String target = "spec.configFiles";
    volume.field("name").changed(target, WRITTEN_OUT, "");
    for (String ignored : new String[] {"defaultMode", "optional"}) {
      if (volume.field(ignored).isThere()) {
        volume.field(ignored).ignored("It is so for config files.");
      }
    }
    for (Source item : volume.field("items").items()) {
      item.field("key").kept(target);
      item.field("path").kept(target);
    }
  }

  /** What becomes of a mount of the files. */
  static void reportMount(Source mount, String target) {
    mount.field("name").ignored("Files are named by their paths.");
    mount.field("mountPath").kept(target);
    if (mount.field("subPath").isThere()) {
      mount.field("subPath").ignored("Files are named by their paths.");
    }
    if (mount.field("readOnly").isThere()) {
      mount.field("readOnly").ignored("Berth mounts files read-only.");
    }
  }
}
