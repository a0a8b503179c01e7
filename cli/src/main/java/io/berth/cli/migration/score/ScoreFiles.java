/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.score;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a container. Config files are the application's: a sidecar mounts them from a path
 * where the application has them too.
 */
final class ScoreFiles {

  private final Placeholders placeholders;
  private final BerthFile file;
  private final BerthFile container;

  /**
   * Of a container.
   *
   * @param file the application's file
   * @param container where the container is written: the same file, or a part of it
   */
  ScoreFiles(Placeholders placeholders, BerthFile file, BerthFile container) {
    this.placeholders = placeholders;
    this.file = file;
    this.container = container;
  }

  /** By path, or in a list with their targets. */
  void read(Source files) {
    Map<String, Source> byPath = new LinkedHashMap<>();
    if (files.isList()) {
      files.items().forEach(item -> byPath.put(item.field("target").textOr(""), item));
    } else {
      byPath.putAll(files.entries());
    }
    byPath.forEach(this::file);
  }

  private void file(String path, Source item) {
    Source content = item.field("content");
    String own = container == file ? path : "/mnt/" + container.get("name") + path;
    String target = "spec.configFiles." + own;
    if (!content.isText()) {
      item.notTaken("The content is not in the file.", "Write it to " + target + ".");
      return;
    }
    String text = content.textOr("");
    boolean isPlain = Boolean.TRUE.equals(item.field("noExpand").bool());
    if (isPlain) {
      content.kept(target);
      item.field("noExpand").ignored("Files are written as they are.");
    }
    file.putEntry("configFiles", own, isPlain ? text : placeholders.replace(content, text, target));
    if (container != file) {
      container.putEntry("volumes", path, Map.of("from", own));
      content.changed(
          container.field("volumes." + path),
          "The application has the file too, at " + own + ".",
          "");
    }
    if (item.field("target").isThere()) {
      item.field("target").kept(target);
    }
    if (item.field("mode").isThere()) {
      item.field("mode").notTaken("Config files have the mode 0644.", "");
    }
  }
}
