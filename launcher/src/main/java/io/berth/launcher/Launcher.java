/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.image.AotCacheBuilder;
import io.berth.launcher.image.ProcessCommands;
import io.berth.launcher.listen.ListenText;
import io.berth.launcher.suite.RunningSuite;
import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcesses;
import io.berth.launcher.supervision.HealthProbe;
import io.berth.launcher.supervision.ProcessStarter;
import io.berth.launcher.supervision.SuiteSupervisor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a suite in this process until a signal ends it. */
final class Launcher {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final RunningSuite running;
  private final SuiteFolder folder;
  private final ConsolePrinter screen;
  private final boolean withLogin;
  private final boolean withWarmUp;
  private List<String> only = List.of();

  Launcher(RunningSuite running, ConsolePrinter screen, boolean withLogin, boolean withWarmUp) {
    this.running = running;
    this.folder = running.folder();
    this.screen = screen;
    this.withLogin = withLogin;
    this.withWarmUp = withWarmUp;
  }

  /** Starts none but these parts; all where the list is empty. */
  Launcher only(List<String> names) {
    only = List.copyOf(names);
    return this;
  }

  /** Returns only when the suite cannot start or runs already; else it lives until a signal. */
  int run() throws IOException, InterruptedException {
    try (var channel =
            FileChannel.open(
                folder.launcherLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        return reportAlreadyRunning();
      }
      SuiteSupervisor.stopLeftovers(folder, running.parts());
      var conflicts = PortCheck.conflicts(running.ports(), running.listeners());
      if (!conflicts.isEmpty()) {
        int free = PortCheck.freeOffset(running.ports(), running.listeners());
        screen.print(ProgressText.portsTaken(conflicts, free));
        return 1;
      }
      return runSuite();
    }
  }

  private int reportAlreadyRunning() {
    var suite = RunningSuite.find(running.home()).orElse(running);
    screen.print("Berth is running already. Console " + suite.gatewayUrl());
    String link = LoginLink.ask(suite);
    if (!link.isEmpty()) {
      screen.print("Log in " + link + " (works once)");
    }
    screen.print("See ./berth status; stop it with ./berth down");
    return 0;
  }

  private int runSuite() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    keepEarlierLogs();
    Files.deleteIfExists(folder.ready());
    var parts =
        new SuiteProcesses(folder, running.ports(), running.listeners(), running.apiToken())
            .all().stream().filter(part -> only.isEmpty() || only.contains(part.name())).toList();
    var commands = ProcessCommands.ofThisBuild();
    var starter = new ProcessStarter(folder, commands);
    var probe = new HealthProbe(folder);
    var suite =
        new SuiteSupervisor(
            parts, starter, probe, folder, events -> screen.print(ProgressText.of(events)));
    var sink = NotificationFileWriter.start(running.ports().webhook(), folder.notifications());
    running.writeDescription();
    screen.print("Starting " + parts.size() + " processes; their logs are in " + folder.logs());
    ListenText.lines(running.listeners(), running.ports()::of).forEach(screen::print);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(suite, sink), "end-suite"));
    suite.start();
    awaitReady(suite, begin);
    if (withWarmUp) {
      new AotCacheBuilder(parts, commands).startInBackground();
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private void awaitReady(SuiteSupervisor suite, Instant begin)
      throws IOException, InterruptedException {
    List<String> notReady = suite.notReady();
    while (!notReady.isEmpty()) {
      screen.showStatusLine(
          ProgressText.waitingFor(notReady, Duration.between(begin, Instant.now())));
      Thread.sleep(POLL_INTERVAL);
      notReady = suite.notReady();
    }
    var took = Duration.between(begin, Instant.now());
    screen.showStatusLine("");
    String login = withLogin ? LoginLink.ask(running) : "";
    screen.print(ProgressText.ready(took, suite.size(), running.gatewayUrl(), login));
    Files.writeString(folder.ready(), took.toMillis() + "\n");
  }

  private void end(SuiteSupervisor suite, NotificationFileWriter sink) {
    Instant begin = Instant.now();
    screen.showStatusLine("");
    screen.print("\nEnding the suite");
    suite.stop();
    sink.close();
    folder.ready().toFile().delete();
    folder.launcherMark().toFile().delete();
    screen.print("Ended after " + ProgressText.seconds(Duration.between(begin, Instant.now())));
  }

  /** The log of this run and the one before it, which is the one to read after a crash. */
  private void keepEarlierLogs() throws IOException {
    try (var logs = Files.newDirectoryStream(folder.logs(), "*.log")) {
      for (Path log : logs) {
        String name = log.getFileName().toString();
        if (!name.equals("berth.log") && !name.equals("build.log")) {
          Files.move(log, log.resolveSibling(name + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
