/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a volume holds. */
final class VolumeContent {

  private static final Map<String, String> NOT_OFFERED =
      Map.of(
          "hostPath",
          "Folders of the node do not exist for applications.",
          "downwardAPI",
          "Berth gives these values as variables, spec.envFrom with field.",
          "csi",
          "Berth mounts claims, not drivers.",
          "nfs",
          "Berth mounts claims alone.",
          "ephemeral",
          "Berth mounts claims that exist.");

  private final Set<String> claims = new HashSet<>();
  private final KubernetesObjects objects;
  private final BerthFile file;

  VolumeContent(KubernetesObjects objects, BerthFile file) {
    this.objects = objects;
    this.file = file;
  }

  /** The kind of a volume. */
  static String kind(Source volume) {
    return volume.entries().keySet().stream()
        .filter(field -> !field.equals("name"))
        .findFirst()
        .orElse("emptyDir");
  }

  /**
   * The content as Berth says it; null where Berth has no such volumes.
   *
   * @param where the volume in the file
   */
  @Nullable Map<String, Object> read(Source volume, String where) {
    String kind = kind(volume);
    Source inner = volume.field(kind);
    return switch (kind) {
      case "emptyDir" -> emptyDir(inner, where);
      case "secret" -> keys("secret", "secretName", inner, where);
      case "configMap" -> keys("configMap", "name", inner, where);
      case "persistentVolumeClaim" -> claim(inner, where);
      case "projected" -> projected(inner, where + ".projected");
      default -> {
        notOffered(kind, inner);
        yield null;
      }
    };
  }

  private static Map<String, Object> emptyDir(Source inner, String where) {
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
    return Map.of("emptyDir", folder);
  }

  private @Nullable Map<String, Object> keys(
      String kind, String nameField, Source inner, String where) {
    Source name = inner.field(nameField);
    String object = name.text();
    if (object == null) {
      inner.fault("an object with " + nameField);
      return null;
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
    return Map.of(kind, files);
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

  /** Null where Berth has none of its sources. */
  private @Nullable Map<String, Object> projected(Source inner, String where) {
    List<Map<String, Object>> sources = new ArrayList<>();
    for (Source source : inner.field("sources").items()) {
      Map<String, Object> found = projectedSource(source, where + ".sources");
      if (found != null) {
        sources.add(found);
      }
    }
    if (sources.isEmpty()) {
      inner.notTaken("Berth has none of its sources.", "Write the values where they are read.");
      return null;
    }
    Map<String, Object> projected = new LinkedHashMap<>();
    projected.put("sources", sources);
    String mode = mode(inner.field("defaultMode"), where + ".mode");
    if (mode != null) {
      projected.put("mode", mode);
    }
    return Map.of("projected", projected);
  }

  private @Nullable Map<String, Object> projectedSource(Source source, String where) {
    String kind = kind(source);
    Source inner = source.field(kind);
    return switch (kind) {
      case "secret", "configMap" -> keys(kind, "name", inner, where);
      case "serviceAccountToken" -> token(inner, where + ".serviceAccountToken");
      default -> {
        inner.notTaken(NOT_OFFERED.getOrDefault(kind, "Berth has no sources of this kind."), "");
        yield null;
      }
    };
  }

  private static @Nullable Map<String, Object> token(Source inner, String where) {
    Map<String, Object> token = new LinkedHashMap<>();
    Source path = inner.field("path");
    String file = path.text();
    if (file == null) {
      inner.fault("a token with path");
      return null;
    }
    token.put("path", file);
    path.kept(where + ".path");
    Source audience = inner.field("audience");
    String name = audience.text();
    if (name != null && !name.isEmpty()) {
      token.put("audience", name);
      audience.kept(where + ".audience");
    }
    Source expiration = inner.field("expirationSeconds");
    Long seconds = expiration.number();
    if (seconds != null) {
      token.put("expiration", seconds + "s");
      expiration.kept(where + ".expiration");
    }
    return Map.of("serviceAccountToken", token);
  }

  private @Nullable Map<String, Object> claim(Source inner, String where) {
    Source name = inner.field("claimName");
    String claim = name.text();
    if (claim == null) {
      inner.fault("an object with claimName");
      return null;
    }
    name.kept(where + ".claim.name");
    objects.refer("claim", claim);
    if (claims.add(claim) && objects.isForOnePod(claim, file)) {
      String modes = objects.accessModes(claim);
      String reason =
          "Several replicas mount the claim at once, and "
              + (modes.isEmpty()
                  ? "nothing says that it allows that."
                  : "its access mode is " + modes + ".");
      String advice = "Take a claim with ReadWriteMany, or run one replica.";
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
    return Map.of("claim", mounted);
  }

  private static void notOffered(String kind, Source inner) {
    String reason = NOT_OFFERED.getOrDefault(kind, "Berth has no volumes of this kind.");
    inner.notTaken(reason, "Mount a claim, a Secret, a ConfigMap or an emptyDir there.");
  }
}
