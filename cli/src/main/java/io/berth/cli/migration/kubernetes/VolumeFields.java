/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Volumes, which Berth keys by the path where the application mounts them. Other containers mount
 * what the application has, by its path there.
 */
final class VolumeFields {

  /**
   * A mount of the application.
   *
   * @param files paths of config files by their names in the volume; empty where it is a volume
   */
  private record Mounted(String path, String subPath, Map<String, String> files) {

    boolean has(String below) {
      return files.isEmpty() || (below.isEmpty() ? subPath.isEmpty() : files.containsKey(below));
    }
  }

  /** Whose files nobody can write. */
  private static final Set<String> KEY_KINDS = Set.of("secret", "configMap", "projected");

  private final List<PodContainer> containers;
  private final KubernetesObjects objects;
  private final BerthFile file;
  private final VolumeContent content;
  private final Map<String, Source> byName = new LinkedHashMap<>();
  private final Map<String, List<Mounted>> own = new HashMap<>();
  private final Set<String> mounted = new HashSet<>();
  private final Set<String> written = new HashSet<>();

  VolumeFields(
      Source volumes, List<PodContainer> containers, KubernetesObjects objects, BerthFile file) {
    this.containers = containers;
    this.objects = objects;
    this.file = file;
    this.content = new VolumeContent(objects, file);
    for (Source volume : volumes.items()) {
      String name = volume.field("name").text();
      if (name != null) {
        byName.put(name, volume);
      }
    }
  }

  void read() {
    containers.stream()
        .filter(container -> !container.isOwn())
        .flatMap(container -> container.source().field("volumeMounts").items().stream())
        .filter(mount -> !Boolean.TRUE.equals(mount.field("readOnly").bool()))
        .forEach(mount -> written.add(mount.field("name").textOr("")));
    for (PodContainer container : containers) {
      container.source().field("volumeMounts").items().forEach(mount -> mount(container, mount));
    }
    byName.forEach(
        (name, volume) -> {
          if (!mounted.contains(name)) {
            volume.ignored("No container mounts it.");
          }
        });
  }

  private void mount(PodContainer container, Source mount) {
    String name = mount.field("name").text();
    String path = mount.field("mountPath").text();
    if (name == null || path == null) {
      mount.fault("a mount with name and mountPath");
      return;
    }
    Source volume = byName.get(name);
    if (volume == null) {
      mount.notTaken("There is no volume of that name.", "Correct the manifest.");
      return;
    }
    mounted.add(name);
    volume.field("name").ignored("Volumes are named by their paths.");
    String plain = path.length() > 1 && path.endsWith("/") ? path.replaceAll("/+$", "") : path;
    if (container.isOwn()) {
      ofApplication(name, volume, mount, plain);
    } else {
      ofOther(name, volume, mount, plain, container.file());
    }
  }

  private void ofApplication(String name, Source volume, Source mount, String path) {
    String subPath = mount.field("subPath").textOr("");
    Map<String, String> files = files(volume, subPath, path);
    if (!files.isEmpty()) {
      MountedConfigMap.reportMount(mount, "spec.configFiles");
      remember(name, new Mounted(path, subPath, files));
      return;
    }
    boolean isTwice =
        own.getOrDefault(name, List.of()).stream().anyMatch(it -> it.subPath().equals(subPath));
    if (isTwice && VolumeContent.kind(volume).equals("emptyDir")) {
      mount.notTaken(
          "A volume is mounted at one path; two paths are two folders.",
          "Use one path, or a link in the image.");
      return;
    }
    String where = "spec.volumes." + path;
    Map<String, Object> found = content.read(volume, where);
    if (found == null) {
      mount.notTaken("Its volume is not taken.", "");
      return;
    }
    Map<String, Object> target = new LinkedHashMap<>(found);
    place(mount, path, target, where);
    readOnly(name, mount.field("readOnly"), target, where);
    file.putEntry("volumes", path, target);
    remember(name, new Mounted(path, subPath, Map.of()));
  }

  private Map<String, String> files(Source volume, String subPath, String path) {
    return VolumeContent.kind(volume).equals("configMap")
        ? new MountedConfigMap(volume.field("configMap"), objects, file).writeOut(subPath, path)
        : Map.of();
  }

  private void remember(String name, Mounted mount) {
    own.computeIfAbsent(name, _ -> new ArrayList<>()).add(mount);
  }

  private static void place(Source mount, String path, Map<String, Object> target, String where) {
    if (!mount.report().isSpokenOf(mount.field("name"))) {
      mount.field("name").ignored("Volumes are named by their paths.");
    }
    Source mountPath = mount.field("mountPath");
    if (path.equals(mountPath.text())) {
      mountPath.kept(where);
    } else {
      mountPath.changed(where, "A path has no '/' at its end.", "");
    }
    Source subPath = mount.field("subPath");
    String below = subPath.text();
    if (below != null && !below.isEmpty()) {
      target.put("subPath", below);
      subPath.kept(where + ".subPath");
    }
  }

  private void readOnly(String name, Source readOnly, Map<String, Object> target, String where) {
    boolean isReadOnly = Boolean.TRUE.equals(readOnly.bool());
    boolean holdsKeys = KEY_KINDS.stream().anyMatch(target::containsKey);
    if (isReadOnly && target.get("claim") instanceof Map<?, ?> && written.contains(name)) {
      readOnly.changed(
          where + ".claim",
          "Another container writes to the claim, so the application can write to it too.",
          "");
    } else if (isReadOnly && target.get("claim") instanceof Map<?, ?> found) {
      Map<String, Object> claim = new LinkedHashMap<>();
      claim.put("name", String.valueOf(found.get("name")));
      claim.put("readOnly", true);
      target.put("claim", claim);
      readOnly.kept(where + ".claim.readOnly");
    } else if (isReadOnly && !holdsKeys) {
      readOnly.notTaken("An emptyDir can be written.", "");
    } else if (readOnly.isThere()) {
      readOnly.ignored(holdsKeys ? "Berth mounts keys read-only." : "It is the default.");
    }
  }

  private void ofOther(String name, Source volume, Source mount, String path, BerthFile container) {
    String subPath = mount.field("subPath").textOr("");
    List<Mounted> all = own.getOrDefault(name, List.of());
    boolean areFolders = all.size() > 1 && VolumeContent.kind(volume).equals("emptyDir");
    Mounted found =
        all.stream()
            .filter(it -> areFolders ? it.subPath().equals(subPath) : it.has(subPath))
            .findFirst()
            .orElse(null);
    if (found == null && areFolders) {
      mount.notTaken(
          "The application's paths of the volume are two folders, and this is neither.",
          "Mount one of them, with from.");
      return;
    }
    Mounted from = found == null ? forOthers(name, volume, mount) : found;
    if (from == null) {
      mount.notTaken("Its volume is not taken.", "");
      return;
    }
    if (!from.files().isEmpty()) {
      files(from, subPath, path, container);
      MountedConfigMap.reportMount(mount, container.field("volumes." + path));
      return;
    }
    String where = container.field("volumes." + path);
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("from", from.path());
    place(mount, path, target, where);
    Source readOnly = mount.field("readOnly");
    boolean isReadOnly = Boolean.TRUE.equals(readOnly.bool());
    if (isReadOnly && !holdsKeys(volume)) {
      target.put("readOnly", true);
      readOnly.kept(where + ".readOnly");
    } else if (readOnly.isThere()) {
      readOnly.ignored(isReadOnly ? "Berth mounts keys read-only." : "It is the default.");
    }
    container.putEntry("volumes", path, target);
  }

  private static boolean holdsKeys(Source volume) {
    return KEY_KINDS.contains(VolumeContent.kind(volume));
  }

  private static void files(Mounted from, String subPath, String path, BerthFile container) {
    from.files()
        .forEach(
            (below, at) -> {
              if (subPath.isEmpty() || subPath.equals(below)) {
                String own = subPath.isEmpty() ? path + "/" + below : path;
                container.putEntry("volumes", own, Map.of("from", at));
              }
            });
  }

  /** A volume that the application does not mount gets a path there, where nothing else is. */
  private @Nullable Mounted forOthers(String name, Source volume, Source mount) {
    String path = (isTaken("/mnt") ? "/volumes/" : "/mnt/") + name;
    Map<String, String> files = files(volume, "", path);
    if (files.isEmpty()) {
      Map<String, Object> found = content.read(volume, "spec.volumes." + path);
      if (found == null) {
        return null;
      }
      file.putEntry("volumes", path, found);
    }
    boolean isSecret = VolumeContent.kind(volume).equals("secret");
    mount
        .field("name")
        .changed(
            (files.isEmpty() ? "spec.volumes." : "spec.configFiles.") + path,
            "The application has it too, at "
                + path
                + ": other containers mount the application's volumes.",
            isSecret ? "Make sure that the application may read the Secret." : "");
    Mounted added = new Mounted(path, "", files);
    remember(name, added);
    return added;
  }

  private boolean isTaken(String path) {
    return own.values().stream()
        .flatMap(List::stream)
        .flatMap(
            it -> it.files().isEmpty() ? List.of(it.path()).stream() : it.files().values().stream())
        .anyMatch(it -> it.equals(path) || path.startsWith(it + "/"));
  }
}
