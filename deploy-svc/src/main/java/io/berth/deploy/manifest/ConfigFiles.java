/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An application's config files as one ConfigMap, named by the hash of its content: new content is
 * a new object, so the pods of an old release keep theirs.
 */
final class ConfigFiles {

  static final String VOLUME = "berth-config";
  private static final String INFIX = "-config-";
  private static final int HASH_BYTES = 6;

  private final TreeMap<String, String> byPath;

  ConfigFiles(Map<String, String> byPath) {
    this.byPath = new TreeMap<>(byPath);
  }

  boolean isEmpty() {
    return byPath.isEmpty();
  }

  String nameFor(String app) {
    MessageDigest digest = sha256();
    byPath.forEach(
        (path, content) -> {
          digest.update((path + "\0" + content + "\0").getBytes(UTF_8));
        });
    return app + INFIX + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  /** The hash contains no dash, so a name belongs to one application only. */
  static boolean isNameFor(String app, String name) {
    String prefix = app + INFIX;
    return name.length() == prefix.length() + 2 * HASH_BYTES
        && name.startsWith(prefix)
        && name.chars().skip(prefix.length()).allMatch(HexFormat::isHexDigit);
  }

  /** The ConfigMap's data; its keys cannot be paths, so they are numbers in path order. */
  Map<String, String> data() {
    Map<String, String> data = new TreeMap<>();
    for (String content : byPath.values()) {
      data.put(key(data.size()), content);
    }
    return data;
  }

  List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    byPath.keySet().forEach(path -> mounts.add(mount(mounts.size(), path)));
    return mounts;
  }

  /** One of the files, at another path; empty where there is no such file. */
  Optional<VolumeMount> mount(String file, String path) {
    return byPath.containsKey(file)
        ? Optional.of(mount(byPath.headMap(file).size(), path))
        : Optional.empty();
  }

  private static VolumeMount mount(int index, String path) {
    return new VolumeMountBuilder()
        .withName(VOLUME)
        .withMountPath(path)
        .withSubPath(key(index))
        .withReadOnly(true)
        .build();
  }

  private static String key(int index) {
    return "file-" + index;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
