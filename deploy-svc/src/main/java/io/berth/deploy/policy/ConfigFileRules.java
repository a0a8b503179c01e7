/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.policy.PolicyRule.Breach;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules about config files, each of which is mounted into the container at its path. */
final class ConfigFileRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("config-paths", 1, ConfigFileRules::paths),
          new PolicyRule("config-size", 1, ConfigFileRules::size));

  /** What a ConfigMap holds. */
  static final int MAX_BYTES = 1024 * 1024;

  /** Linux' limits of a path and of each name in it. */
  private static final int MAX_PATH = 4095;

  private static final int MAX_NAME = 255;
  private static final Set<String> KERNEL = Set.of("proc", "sys");

  private ConfigFileRules() {}

  /** The API server takes any path; the container would not start. */
  private static Stream<Breach> paths(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    Set<String> paths = input.spec().configFiles().keySet();
    return paths.stream().sorted().flatMap(path -> path(path, paths).stream());
  }

  private static Optional<Breach> path(String path, Set<String> all) {
    String wanted = wanted(path);
    String folder = wanted == null ? fileAbove(path, all) : null;
    if (wanted == null && folder == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Breach(
            "spec.configFiles." + path,
            folder == null ? found(path) : found(path) + " below '" + folder + "'",
            wanted == null ? "files and folders under different paths" : wanted,
            folder == null
                ? "Write the path as 'realpath' prints it, such as /etc/cart/cart.conf."
                : "Move one of the two: what is a file cannot be a folder too."));
  }

  private static String found(String path) {
    return path.length() > MAX_NAME ? path.getBytes(UTF_8).length + " bytes" : "'" + path + "'";
  }

  private static @Nullable String wanted(String path) {
    String[] names = path.substring(1).split("/", -1);
    for (String name : names) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return "a path without '//', '.' and '..'";
      }
      if (name.getBytes(UTF_8).length > MAX_NAME) {
        return "names of at most " + MAX_NAME + " bytes between the slashes";
      }
    }
    if (path.contains(":")) {
      return "a path without ':', which ends a path in the container runtime's notation";
    }
    if (path.chars().anyMatch(c -> c < ' ')) {
      return "a path without tabs and line breaks";
    }
    if (path.getBytes(UTF_8).length > MAX_PATH) {
      return "a path of at most " + MAX_PATH + " bytes";
    }
    return KERNEL.contains(names[0])
        ? "a path outside /proc and /sys, which the kernel fills"
        : null;
  }

  private static @Nullable String fileAbove(String path, Set<String> all) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String folder = path.substring(0, slash);
      if (all.contains(folder)) {
        return folder;
      }
    }
    return null;
  }

  private static Stream<Breach> size(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    long bytes =
        input.spec().configFiles().values().stream()
            .mapToLong(content -> content.getBytes(UTF_8).length)
            .sum();
    return bytes > MAX_BYTES
        ? Stream.of(
            new Breach(
                "spec.configFiles",
                bytes + " bytes in UTF-8",
                "at most " + MAX_BYTES + " bytes, what a ConfigMap holds",
                "Put large files into the image."))
        : Stream.empty();
  }
}
