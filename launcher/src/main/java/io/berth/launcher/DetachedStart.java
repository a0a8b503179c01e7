/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.owncluster.ClusterOption;
import io.berth.launcher.process.LauncherInstallation;
import io.berth.launcher.suite.ProjectRoot;
import io.berth.launcher.suite.RunningSuite;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.Polling;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the launcher in the background and prints its output until the suite is ready. */
final class DetachedStart {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private final RunningSuite suite;
  private final ConsolePrinter screen;
  private final ClusterOption clusters;
  private final boolean noWarmUp;
  private final List<String> parts;
  private long shown;

  DetachedStart(
      RunningSuite suite,
      ConsolePrinter screen,
      ClusterOption clusters,
      boolean noWarmUp,
      List<String> parts) {
    this.suite = suite;
    this.clusters = clusters;
    this.screen = screen;
    this.noWarmUp = noWarmUp;
    this.parts = List.copyOf(parts);
  }

  int run() throws IOException {
    if (RunningSuite.find(suite.home()).isPresent()) {
      return runAgain();
    }
    Path log = suite.folder().log("berth");
    Path ready = suite.folder().ready();
    Files.deleteIfExists(ready);
    Files.deleteIfExists(log);
    var process =
        new ProcessBuilder(JavaCommand.detached(command()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    Polling.until(
        TIMEOUT,
        () -> {
          show(log);
          return Files.exists(ready) || !process.isAlive();
        });
    return conclude(process, log);
  }

  private int runAgain() throws IOException {
    try {
      return new Launcher(suite, screen, clusters, true, false).only(parts).run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int conclude(Process process, Path log) {
    if (!process.isAlive()) {
      show(log);
      return 1;
    }
    if (!Files.exists(suite.folder().ready())) {
      screen.print("Not everything is healthy after " + TIMEOUT.toMinutes() + " minutes.");
      screen.print("See ./berth status and " + log + "; stop it with ./berth down");
      return 1;
    }
    show(log);
    String link = LoginLink.ask(suite);
    if (!link.isEmpty()) {
      screen.print("\n  Log in    " + link + "  (works once)");
    }
    return 0;
  }

  /** The launcher in the background, with every option that this one was given. */
  List<String> command() {
    var arguments = new ArrayList<>(List.of("up", "--in-background"));
    arguments.addAll(List.of("--home", suite.home().toString()));
    arguments.addAll(List.of("--port-offset", String.valueOf(suite.portOffset())));
    // Also when nothing was opened: what the environment says was read already.
    arguments.addAll(List.of("--listen", suite.listeners().text()));
    clusters.entries().forEach(entry -> arguments.addAll(List.of("--cluster", entry)));
    if (noWarmUp) {
      arguments.add("--no-warm-up");
    }
    if (!parts.isEmpty()) {
      arguments.addAll(List.of("--parts", String.join(",", parts)));
    }
    return JavaCommand.small("96m")
        .property("berth.root", ProjectRoot.find())
        .property("stdout.encoding", "UTF-8") // whatever the locale: it is read so here
        .main(
            LauncherInstallation.find().classPath(),
            Berth.class.getName(),
            arguments.toArray(String[]::new));
  }

  /** Prints what was added to the log, and returns it. */
  private String show(Path log) {
    try (var in = new RandomAccessFile(log.toFile(), "r")) {
      byte[] events = new byte[(int) (in.length() - shown)];
      in.seek(shown);
      in.readFully(events);
      shown += events.length;
      String text = new String(events, StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        screen.print(text.stripTrailing());
      }
      return text;
    } catch (IOException _) {
      return "";
    }
  }
}
