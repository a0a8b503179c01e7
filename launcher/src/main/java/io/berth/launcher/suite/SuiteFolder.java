/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * What a suite keeps between runs, usually {@code .berth} at the root.
 *
 * @param path the folder
 */
public record SuiteFolder(Path path) {

  public SuiteFolder create() {
    for (var folder : List.of(path, run(), logs())) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot make " + folder + ". Make it writable, or name another with --home", e);
      }
    }
    return this;
  }

  Path run() {
    return path.resolve("run");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path log(String part) {
    return logs().resolve(part + ".log");
  }

  public Path mark(String part) {
    return run().resolve(part + ".pid");
  }

  public Path launcherMark() {
    return run().resolve("berth.pid");
  }

  public Path launcherLock() {
    return run().resolve("berth.lock");
  }

  /** Is there while the suite is ready; holds how many milliseconds that took. */
  public Path ready() {
    return run().resolve("ready");
  }

  Path description() {
    return run().resolve("suite.properties");
  }

  public Path brokerReady() {
    return run().resolve("kafka.ready");
  }

  public Path kafka() {
    return path.resolve("kafka");
  }

  public Path elasticsearch() {
    return path.resolve("elasticsearch");
  }

  public Path state(String part) {
    return path.resolve("state").resolve(part);
  }

  Path kubeconfig(String cluster) {
    return path.resolve(cluster + ".kubeconfig");
  }

  /** Manifests that give the user of a cluster the permissions that Berth needs. */
  public Path grant(String cluster) {
    return path.resolve(cluster + ".permissions.yaml");
  }

  Path token() {
    return path.resolve("token");
  }

  /** The gateway's address, for the client commands. */
  Path gateway() {
    return path.resolve("gateway");
  }

  public Path notifications() {
    return path.resolve("notifications.ndjson");
  }

  /** Writes a file that only its owner may read, from its first byte on. */
  static void writePrivately(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      var permissions = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
