/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the process that listens on a port, from {@code /proc} (Linux). */
final class PortOwner {

  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortOwner() {}

  /** Such as {@code process 4711 (java)}; empty when it cannot be found out. */
  static String of(int port) {
    var inodes = new HashSet<String>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        inodes.addAll(listening(Files.readAllLines(Path.of(table)), port));
      } catch (IOException _) {
        // Another system, or a table that it does not have.
      }
    }
    return inodes.isEmpty()
        ? ""
        : ProcessHandle.allProcesses()
            .filter(process -> holds(process.pid(), inodes))
            .findFirst()
            .map(PortOwner::text)
            .orElse("a process of another user");
  }

  /** Inodes of the sockets that listen on the port, from the lines of {@code /proc/net/tcp}. */
  static Set<String> listening(List<String> lines, int port) {
    String suffix = ":%04X".formatted(port);
    var inodes = new HashSet<String>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length > INODE
          && words[LOCAL_ADDRESS].endsWith(suffix)
          && words[STATE].equals(LISTENING)) {
        inodes.add(words[INODE]);
      }
    }
    return inodes;
  }

  private static boolean holds(long pid, Set<String> inodes) {
    try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        String target = target(file);
        if (target.startsWith("socket:[")
            && inodes.contains(target.substring(8, target.length() - 1))) {
          return true;
        }
      }
    } catch (IOException _) {
      // Gone, or not ours to look into.
    }
    return false;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException _) {
      return "";
    }
  }

  private static String text(ProcessHandle process) {
    String command = process.info().command().orElse("");
    String name = command.substring(command.lastIndexOf('/') + 1);
    return "process " + process.pid() + (name.isEmpty() ? "" : " (" + name + ")");
  }
}
