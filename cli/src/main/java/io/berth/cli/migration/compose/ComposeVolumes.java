/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Volumes: named ones become claims, those in memory stay, folders of the host are not taken. */
final class ComposeVolumes {

  private static final String CLAIM = "The named volume becomes a claim of that name.";
  private static final String CREATE =
      "Create the PersistentVolumeClaim; with several replicas it must be ReadWriteMany.";

  private final BerthFile file;

  private ComposeVolumes(BerthFile file) {
    this.file = file;
  }

  static void read(Source service, BerthFile file) {
    ComposeVolumes volumes = new ComposeVolumes(file);
    for (Source item : service.field("volumes").items()) {
      if (item.isObject()) {
        volumes.ofFields(item);
      } else {
        volumes.ofText(item);
      }
    }
    Source memory = service.field("tmpfs");
    List<Source> folders = memory.isList() ? memory.items() : List.of(memory);
    for (Source folder : folders) {
      String path = folder.text();
      if (path != null) {
        file.putEntry("volumes", path.split(":", 2)[0], Map.of("emptyDir", Map.of("memory", true)));
        folder.kept("spec.volumes");
      }
    }
  }

  /** Such as {@code data:/var/lib/data:ro}. */
  private void ofText(Source item) {
    String text = Interpolation.of(item.textOr(""));
    String[] parts = text.split(":", -1);
    boolean isNamed = parts[0].matches("[A-Za-z0-9][A-Za-z0-9_.-]*");
    if (parts.length == 1 && text.startsWith("/")) {
      file.putEntry("volumes", text, Map.of("emptyDir", Map.of()));
      item.kept("spec.volumes." + text);
    } else if (parts.length >= 2 && isNamed && parts[1].startsWith("/")) {
      boolean isReadOnly = parts.length > 2 && List.of(parts[2].split(",")).contains("ro");
      claim(item, parts[0], parts[1], isReadOnly);
    } else {
      bind(item);
    }
  }

  private void ofFields(Source item) {
    String type = item.field("type").textOr("volume");
    String path = item.field("target").textOr("");
    if (type.equals("tmpfs")) {
      file.putEntry("volumes", path, Map.of("emptyDir", Map.of("memory", true)));
      item.field("type").kept("spec.volumes");
      item.field("target").kept("spec.volumes");
    } else if (type.equals("volume") && item.field("source").isThere()) {
      Source readOnly = item.field("read_only");
      claim(
          item.field("source"),
          item.field("source").textOr(""),
          path,
          Boolean.TRUE.equals(readOnly.bool()));
      item.field("type").ignored("It is a claim.");
      item.field("target").kept("spec.volumes." + path);
      if (readOnly.isThere()) {
        readOnly.kept("spec.volumes." + path);
      }
    } else {
      bind(item);
    }
  }

  private void claim(Source source, String name, String path, boolean isReadOnly) {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put("name", name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9.]+", "-"));
    if (isReadOnly) {
      claim.put("readOnly", true);
    }
    file.putEntry("volumes", path, Map.of("claim", claim));
    source.toDo("spec.volumes." + path, CLAIM, CREATE);
    file.toDo("spec.volumes." + path + ": " + CREATE);
  }

  private static void bind(Source item) {
    item.notTaken(
        "Folders of the host do not exist for applications.",
        "Put the files into the image or spec.configFiles, and data into a claim.");
  }
}
