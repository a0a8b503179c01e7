/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The folder by which test JVMs of one user share a broker and an Elasticsearch. It lies in the
 * system's temporary folder, since {@code java.io.tmpdir} is a different one in each module.
 *
 * @param path the folder
 */
public record SharedDirectory(Path path) {

  /** Goes up when the way of sharing changes, so that old and new builds do not mix. */
  private static final String GENERATION = "1";

  public static SharedDirectory ofThisUser() {
    String temporary = System.getenv().getOrDefault("TMPDIR", "/tmp");
    String name = "berth-test-stack-" + System.getProperty("user.name") + "-" + GENERATION;
    return new SharedDirectory(Path.of(temporary, name)).created();
  }

  private SharedDirectory created() {
    try {
      Files.createDirectories(path);
      if (!Files.isWritable(path)) {
        throw new IllegalStateException(
            path + " belongs to another user. Remove it, or set TMPDIR");
      }
      // Others may pass through, for an Elasticsearch that runs as another user, but not look.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + path, e);
    }
  }

  /** Does something while no other JVM does anything under this lock. */
  public <T> T locked(Supplier<T> action) {
    try (var channel =
            FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      return action.get();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + path, e);
    }
  }

  /** Says that the servers are still in use. */
  public void renewLease() {
    try {
      if (!Files.exists(lease())) {
        Files.createFile(lease());
      }
      Files.setLastModifiedTime(lease(), FileTime.from(Instant.now()));
    } catch (IOException _) {
      // Somebody else has just made or deleted it; the next turn comes in seconds.
    }
  }

  /** When {@link #renewLease} was last called by anybody. */
  public Instant lastUse() {
    try {
      return Files.getLastModifiedTime(lease()).toInstant();
    } catch (IOException _) {
      return Instant.EPOCH;
    }
  }

  private Path lease() {
    return path.resolve("lease");
  }

  /** Written when the broker answers. */
  public Path brokerMark() {
    return path.resolve("broker.pid");
  }

  /** Everything of the Elasticsearch. */
  public Path elasticsearch() {
    return path.resolve("elasticsearch");
  }

  public Path brokerData() {
    return path.resolve("kafka");
  }

  public Path brokerLog() {
    return path.resolve("kafka.log");
  }

  public Path ports() {
    return path.resolve("ports.properties");
  }
}
