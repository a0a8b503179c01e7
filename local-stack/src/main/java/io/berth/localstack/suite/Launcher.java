/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

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

/** Runs a suite in this process until it is told to end. */
final class Launcher {

  private static final Duration LOOK = Duration.ofMillis(100);

  private final RunningSuite running;
  private final SuiteFolder folder;
  private final Screen screen;
  private final ProgressText text;
  private final boolean withLogin;
  private final boolean withWarmUp;

  Launcher(RunningSuite running, Screen screen, boolean withLogin, boolean withWarmUp) {
    this.running = running;
    this.folder = running.folder();
    this.screen = screen;
    this.text = new ProgressText(screen.isTerminal());
    this.withLogin = withLogin;
    this.withWarmUp = withWarmUp;
  }

  /** Returns only when the suite cannot start or runs already; else it lives until a signal. */
  int run() throws IOException, InterruptedException {
    try (var channel =
            FileChannel.open(
                folder.launcherLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        return sayThatItRuns();
      }
      Suite.endLeftOver(folder, running.parts());
      var conflicts = PortCheck.conflicts(running.ports());
      if (!conflicts.isEmpty()) {
        int free = PortCheck.freeOffset(running.ports());
        screen.say(text.portsTaken(conflicts, free));
        return 1;
      }
      return runSuite();
    }
  }

  private int sayThatItRuns() {
    var suite = RunningSuite.find(running.home()).orElse(running);
    screen.say("Berth runs already. Console " + suite.gatewayUrl());
    String link = LoginLink.ask(suite);
    if (!link.isEmpty()) {
      screen.say("Log in " + link + " (works once)");
    }
    screen.say("See ./berth status; end it with ./berth down");
    return 0;
  }

  private int runSuite() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    keepEarlierLogs();
    Files.deleteIfExists(folder.ready());
    var parts = new SuiteParts(folder, running.ports(), running.apiToken()).all();
    var commands = PartCommands.ofThisBuild();
    var starter = new PartStarter(folder, commands);
    var probe = new HealthProbe(folder);
    var suite = new Suite(parts, starter, probe, folder, news -> screen.say(text.of(news)));
    var sink = WebhookSink.start(running.ports().webhook(), folder.notifications());
    running.describe();
    screen.say("Starting " + parts.size() + " processes; their logs are in " + folder.logs());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(suite, sink), "end-suite"));
    suite.start();
    awaitReady(suite, begin);
    if (withWarmUp) {
      new WarmUp(parts, commands).startBehindOthers();
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private void awaitReady(Suite suite, Instant begin) throws IOException, InterruptedException {
    List<String> awaited = suite.awaited();
    while (!awaited.isEmpty()) {
      screen.showBelow(text.waitingFor(awaited, Duration.between(begin, Instant.now())));
      Thread.sleep(LOOK);
      awaited = suite.awaited();
    }
    var took = Duration.between(begin, Instant.now());
    screen.showBelow("");
    String login = withLogin ? LoginLink.ask(running) : "";
    screen.say(text.ready(took, suite.size(), running.gatewayUrl(), login));
    Files.writeString(folder.ready(), took.toMillis() + "\n");
  }

  private void end(Suite suite, WebhookSink sink) {
    Instant begin = Instant.now();
    screen.showBelow("");
    screen.say("\nEnding the suite");
    suite.stop();
    sink.close();
    folder.ready().toFile().delete();
    folder.launcherMark().toFile().delete();
    screen.say("Ended after " + ProgressText.seconds(Duration.between(begin, Instant.now())));
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
