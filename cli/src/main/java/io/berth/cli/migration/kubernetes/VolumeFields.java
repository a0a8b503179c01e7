/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Volumes, which Berth keys by the path where they are mounted. */
final class VolumeFields {

  private static final Map<String, String> NOT_OFFERED =
      Map.of(
          "hostPath",
          "Folders of the node do not exist for applications.",
          "projected",
          "Berth mounts each Secret and ConfigMap under a path of its own.",
          "downwardAPI",
          "Berth gives these values as variables, spec.envFrom with field.",
          "csi",
          "Berth mounts claims, not drivers.",
          "nfs",
          "Berth mounts claims alone.",
          "ephemeral",
          "Berth mounts claims that exist.");

  private final Source volumes;
  private final Source mounts;
  private final KubernetesObjects objects;
  private final BerthFile file;
  private final Map<String, Source> byName = new HashMap<>();
  private final Set<String> mounted = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  VolumeFields(Source volumes, Source mounts, KubernetesObjects objects, BerthFile file) {
    this.volumes = volumes;
    this.mounts = mounts;
    this.objects = objects;
    this.file = file;
  }

  void read() {
    for (Source volume : volumes.items()) {
      String name = volume.field("name").text();
      if (name != null) {
        byName.put(name, volume);
      }
    }
    mounts.items().forEach(this::mount);
    byName.forEach(
        (name, volume) -> {
          if (!mounted.contains(name)) {
            volume.ignored("The container does not mount it.");
          }
        });
  }

  private void mount(Source mount) {
    Source name = mount.field("name");
    Source mountPath = mount.field("mountPath");
    String found = name.text();
    String path = mountPath.text();
    if (found == null || path == null) {
      mount.fault("a mount with name and mountPath");
      return;
    }
    Source volume = byName.get(found);
    if (volume == null) {
      mount.notTaken("There is no volume of that name.", "Correct the manifest.");
      return;
    }
    mounted.add(found);
    String plain = path.length() > 1 && path.endsWith("/") ? path.replaceAll("/+$", "") : path;
    String kind =
        volume.entries().keySet().stream()
            .filter(field -> !field.equals("name"))
            .findFirst()
            .orElse("emptyDir");
    Map<String, Object> target = new LinkedHashMap<>();
    Source inner = volume.field(kind);
    String where = "spec.volumes." + plain;
    boolean done =
        switch (kind) {
          case "emptyDir" -> emptyDir(found, inner, mount, target, where);
          case "secret" -> keys("secret", "secretName", inner, target, where);
          case "configMap" ->
              !new MountedConfigMap(inner, mount, plain, objects, file).isWrittenOut()
                  && keys("configMap", "name", inner, target, where);
          case "persistentVolumeClaim" -> claim(inner, target, where);
          default -> notOffered(kind, inner, mount);
        };
    if (done) {
      place(mount, plain, target, where);
    }
    volume.field("name").ignored("Volumes are named by their paths.");
  }

  private void place(Source mount, String plain, Map<String, Object> target, String where) {
    mount.field("name").ignored("Volumes are named by their paths.");
    Source mountPath = mount.field("mountPath");
    if (plain.equals(mountPath.text())) {
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
    Source readOnly = mount.field("readOnly");
    boolean isReadOnly = Boolean.TRUE.equals(readOnly.bool());
    boolean holdsKeys = target.containsKey("secret") || target.containsKey("configMap");
    if (isReadOnly && target.get("claim") instanceof Map<?, ?> found) {
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
    file.putEntry("volumes", plain, target);
  }

  private boolean emptyDir(
      String name, Source inner, Source mount, Map<String, Object> target, String where) {
    if (!folders.add(name + "\0" + mount.field("subPath").textOr(""))) {
      mount.notTaken(
          "A volume is mounted at one path; two paths are two folders.",
          "Use one path, or a link in the image.");
      return false;
    }
    Map<String, Object> folder = new LinkedHashMap<>();
    Source size = inner.field("sizeLimit");
    String limit = size.scalar();
    if (limit != null) {
      folder.put("size", limit);
      size.kept(where + ".emptyDir.size");
    }
    Source medium = inner.field("medium");
    if ("Memory".equals(medium.text())) {
      folder.put("memory", true);
      medium.kept(where + ".emptyDir.memory");
    } else if (!medium.isEmpty()) {
      medium.notTaken("Berth has Memory and the node's disk.", "");
    }
    if (inner.isThere() && inner.entries().isEmpty()) {
      inner.kept(where + ".emptyDir");
    }
    target.put("emptyDir", folder);
    return true;
  }

  private boolean keys(
      String kind, String nameField, Source inner, Map<String, Object> target, String where) {
    Source name = inner.field(nameField);
    String object = name.text();
    if (object == null) {
      inner.fault("an object with " + nameField);
      return false;
    }
    name.kept(where + "." + kind + ".name");
    objects.refer(kind, object);
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("name", object);
    Map<String, Object> items = new LinkedHashMap<>();
    for (Source item : inner.field("items").items()) {
      String key = item.field("key").text();
      String path = item.field("path").text();
      if (key != null && path != null) {
        items.put(key, path);
        item.field("key").kept(where + "." + kind + ".items");
        item.field("path").kept(where + "." + kind + ".items");
      }
    }
    if (!items.isEmpty()) {
      files.put("items", items);
    }
    String mode = mode(inner.field("defaultMode"), where + "." + kind + ".mode");
    if (mode != null) {
      files.put("mode", mode);
    }
    Source optional = inner.field("optional");
    if (Boolean.TRUE.equals(optional.bool())) {
      files.put("optional", true);
      optional.kept(where + "." + kind + ".optional");
    } else if (optional.isThere()) {
      optional.ignored("It is the default.");
    }
    target.put(kind, files);
    return true;
  }

  /** The mode in octal digits: 420, 0644 and 0o644 are the same; null where it is the default. */
  static @Nullable String mode(Source source, String target) {
    String literal = source.isThere() ? source.literal() : null;
    if (literal == null) {
      return null;
    }
    boolean isOctal = literal.matches("0o?[0-7]{1,4}");
    if (!isOctal && !literal.matches("[0-9]{1,3}")) {
      source.fault("a mode such as 0644");
      return null;
    }
    int bits =
        isOctal
            ? Integer.parseInt(literal.replaceFirst("^0o?", "0"), 8)
            : Integer.parseInt(literal);
    if (bits == 0644) {
      source.ignored("It is the default.");
      return null;
    }
    source.kept(target);
    return "0%03o".formatted(bits);
  }

  private boolean claim(Source inner, Map<String, Object> target, String where) {
    Source name = inner.field("claimName");
    String claim = name.text();
    if (claim == null) {
      inner.fault("an object with claimName");
      return false;
    }
    name.kept(where + ".claim.name");
    objects.refer("claim", claim);
    if (objects.isForOnePod(claim, file)) {
      String reason =
          "Several replicas mount the claim at once, and nothing says that it allows that.";
      String advice = "Make sure that its access mode is ReadWriteMany, or run one replica.";
      name.toDo(where + ".claim", reason, advice);
      file.toDo(where + ".claim: " + reason + " " + advice);
    }
    Map<String, Object> mounted = new LinkedHashMap<>();
    mounted.put("name", claim);
    Source readOnly = inner.field("readOnly");
    if (Boolean.TRUE.equals(readOnly.bool())) {
      mounted.put("readOnly", true);
      readOnly.kept(where + ".claim.readOnly");
    } else if (readOnly.isThere()) {
      readOnly.ignored("It is the default.");
    }
    target.put("claim", mounted);
    return true;
  }

  private static boolean notOffered(String kind, Source inner, Source mount) {
    String reason = NOT_OFFERED.getOrDefault(kind, "Berth has no volumes of this kind.");
    String advice =
        kind.equals("projected")
            ? "Write a volume for each of its sources."
            : "Mount a claim, a Secret, a ConfigMap or an emptyDir there.";
    inner.notTaken(reason, advice);
    mount.notTaken("Its volume is not taken.", "");
    return false;
  }
}
