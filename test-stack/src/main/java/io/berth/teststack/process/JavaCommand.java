/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of a child JVM, run by the same JDK as this one. */
public final class JavaCommand {

  private final List<String> words = new ArrayList<>();

  private JavaCommand() {
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  /** A small JVM that starts fast: one collector thread, the quick compiler only. */
  public static JavaCommand small(String heap) {
    return new JavaCommand()
        .with("-Xmx" + heap)
        .with("-XX:+UseSerialGC")
        .with("-XX:TieredStopAtLevel=1")
        .with("--enable-native-access=ALL-UNNAMED")
        .with("--sun-misc-unsafe-memory-access=allow");
  }

  public JavaCommand with(String option) {
    words.add(option);
    return this;
  }

  public JavaCommand property(String name, Object value) {
    return with("-D" + name + "=" + value);
  }

  /**
   * With the JVM's cache of loaded and linked classes, when it was made: half the start-up time.
   */
  public JavaCommand withCache(Path cache) {
    return Files.isRegularFile(cache) ? with("-XX:AOTCache=" + cache) : this;
  }

  /** The whole command for a main class with its arguments. */
  public List<String> main(Collection<Path> classPath, String mainClass, String... arguments) {
    with("-cp");
    with(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    with(mainClass);
    words.addAll(List.of(arguments));
    return List.copyOf(words);
  }

  /**
   * The command in a session of its own where the system has {@code setsid}: Ctrl-C at the terminal
   * of the parent does not reach it.
   */
  public static List<String> detached(List<String> command) {
    return prefixed(command, "/usr/bin/setsid");
  }

  /**
   * The command in the session of its parent, but deaf to the terminal: Ctrl-C and a closed window
   * reach only the parent. Linux shares the processors between sessions first, so all such children
   * together weigh as much as one detached command.
   */
  public static List<String> ignoringTerminalSignals(List<String> command) {
    return prefixed(command, "/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "berth");
  }

  /** The detached command with the lowest priority, where the system has {@code nice}. */
  public static List<String> withLowestPriority(List<String> command) {
    return detached(prefixed(command, "/usr/bin/nice", "-n", "19"));
  }

  private static List<String> prefixed(List<String> command, String... prefix) {
    if (!Files.isExecutable(Path.of(prefix[0]))) {
      return command;
    }
    var all = new ArrayList<>(List.of(prefix));
    all.addAll(command);
    return all;
  }
}
