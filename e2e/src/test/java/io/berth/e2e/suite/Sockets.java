/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets on which processes of this machine wait for others, as Linux tells them. */
final class Sockets {

  private static final String TCP_LISTEN = "0A";
  private static final String UDP_UNCONNECTED = "07";
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Sockets() {}

  /** A socket that waits for others. */
  record Waiting(String protocol, InetAddress address, int port, long pid) {

    @Override
    public String toString() {
      return protocol + " " + address.getHostAddress() + ":" + port + " of process " + pid;
    }
  }

  /** Whether this system tells them. */
  static boolean areTold() {
    return Files.isReadable(Path.of("/proc/self/net/tcp"));
  }

  /** Those of the processes and of all their descendants. */
  static List<Waiting> of(Stream<Long> pids) {
    return pids.flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(ProcessHandle::pid)
        .distinct()
        .flatMap(pid -> of(pid).stream())
        .toList();
  }

  private static List<Waiting> of(long pid) {
    Set<String> own = inodes(pid);
    var waiting = new ArrayList<Waiting>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      for (String line : lines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] words = line.strip().split("\\s+");
        if (words.length > INODE && own.contains(words[INODE]) && waits(table, words)) {
          waiting.add(waiting(table, words[LOCAL], pid));
        }
      }
    }
    return waiting;
  }

  /**
   * A UDP socket with somebody at its other end is a question on its way, such as one for a name.
   */
  private static boolean waits(String table, String[] words) {
    return table.startsWith("tcp")
        ? words[STATE].equals(TCP_LISTEN)
        : words[STATE].equals(UDP_UNCONNECTED) && words[REMOTE].endsWith(":0000");
  }

  private static Waiting waiting(String table, String local, long pid) {
    int colon = local.lastIndexOf(':');
    return new Waiting(
        table.substring(0, 3),
        address(local.substring(0, colon)),
        Integer.parseInt(local.substring(colon + 1), 16),
        pid);
  }

  /** Four bytes at a time, each four in this machine's order. */
  private static InetAddress address(String hex) {
    byte[] told = HexFormat.of().parseHex(hex);
    byte[] address = new byte[told.length];
    for (int i = 0; i < told.length; i++) {
      address[i] = told[i / 4 * 4 + 3 - i % 4];
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(hex, e);
    }
  }

  private static Set<String> inodes(long pid) {
    var inodes = new HashSet<String>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        String target = target(file);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // It has ended meanwhile.
    }
    return inodes;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException _) {
      return "";
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }
}
