/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.Installation;
import io.berth.localstack.process.JavaCommand;
import io.berth.localstack.process.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the launcher in the background and shows what it says until the suite is ready. */
final class DetachedStart {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final RunningSuite suite;
  private final Screen screen;
  private final boolean noWarmUp;
  private long shown;

  DetachedStart(RunningSuite suite, Screen screen, boolean noWarmUp) {
    this.suite = suite;
    this.screen = screen;
    this.noWarmUp = noWarmUp;
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
    Waiting.until(
        PATIENCE,
        () -> {
          show(log);
          return Files.exists(ready) || !process.isAlive();
        });
    return conclude(process, log);
  }

  private int runAgain() throws IOException {
    try {
      return new Launcher(suite, screen, true, false).run();
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
      screen.say("Not everything is healthy after " + PATIENCE.toMinutes() + " minutes.");
      screen.say("See ./berth status and " + log + "; end it with ./berth down");
      return 1;
    }
    show(log);
    String link = LoginLink.ask(suite);
    if (!link.isEmpty()) {
      screen.say("\n  Log in    " + link + "  (works once)");
    }
    return 0;
  }

  private List<String> command() {
    var arguments = new ArrayList<>(List.of("up", "--in-background"));
    arguments.addAll(List.of("--home", suite.home().toString()));
    arguments.addAll(List.of("--port-offset", String.valueOf(suite.portOffset())));
    if (noWarmUp) {
      arguments.add("--no-warm-up");
    }
    return JavaCommand.small("96m")
        .property("berth.root", ProjectRoot.find())
        .property("stdout.encoding", "UTF-8") // whatever the locale: it is read so here
        .main(
            Installation.find().launcherClassPath(),
            Berth.class.getName(),
            arguments.toArray(String[]::new));
  }

  /** Prints what was added to the log, and returns it. */
  private String show(Path log) {
    try (var in = new RandomAccessFile(log.toFile(), "r")) {
      byte[] news = new byte[(int) (in.length() - shown)];
      in.seek(shown);
      in.readFully(news);
      shown += news.length;
      String text = new String(news, StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        screen.say(text.stripTrailing());
      }
      return text;
    } catch (IOException _) {
      return "";
    }
  }
}
