/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.cli.terminal.ConsolePrinter;
import io.berth.launcher.image.AotCacheBuilder;
import io.berth.launcher.image.ProcessCommands;
import io.berth.launcher.listen.ListenText;
import io.berth.launcher.owncluster.ClusterCheck;
import io.berth.launcher.owncluster.ClusterOption;
import io.berth.launcher.owncluster.ClusterReport;
import io.berth.launcher.owncluster.ClusterText;
import io.berth.launcher.owncluster.OwnClusters;
import io.berth.launcher.process.LauncherInstallation;
import io.berth.launcher.suite.Kubeconfigs;
import io.berth.launcher.suite.ProjectRoot;
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
import java.util.function.UnaryOperator;

/** Runs a suite in this process until a signal ends it. */
final class Launcher {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final SuiteFolder folder;
  private final ConsolePrinter screen;
  private final ClusterOption clusters;
  private final boolean withLogin;
  private final boolean withWarmUp;
  private RunningSuite running;
  private List<String> only = List.of();

  /**
   * @param clusters those of the user's own
   */
  Launcher(
      RunningSuite running,
      ConsolePrinter screen,
      ClusterOption clusters,
      boolean withLogin,
      boolean withWarmUp) {
    this.running = running;
    this.folder = running.folder();
    this.screen = screen;
    this.clusters = clusters;
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
      var own = clusters.locations().keySet();
      var conflicts = PortCheck.conflicts(running.ports(), running.listeners(), own);
      if (!conflicts.isEmpty()) {
        int free = PortCheck.freeOffset(running.ports(), running.listeners(), own);
        screen.print(ProgressText.portsTaken(conflicts, free));
        return 1;
      }
      return clusters.isEmpty() || useOwnClusters() ? runSuite() : 1;
    }
  }

  /** Checks them, and puts those that can be used in the place of simulated ones. */
  private boolean useOwnClusters() throws IOException, InterruptedException {
    screen.print("Checking " + String.join(" and ", clusters.entries()));
    var reports = new ClusterCheck(ProjectRoot.find(), LauncherInstallation.find()).run(clusters);
    for (var report : reports) {
      if (!report.missing().isEmpty()) {
        Files.writeString(folder.grant(report.name()), report.grant());
      }
    }
    UnaryOperator<String> grant = name -> folder.grant(name).toString();
    if (!reports.stream().allMatch(ClusterReport::isUsable)) {
      screen.print(ClusterText.refused(reports, grant));
      return false;
    }
    ClusterText.used(reports, grant).forEach(screen::print);
    reports.forEach(report -> Kubeconfigs.write(folder, report.name(), report.kubeconfig()));
    var own = reports.stream().map(ClusterReport::cluster).toList();
    running = running.with(OwnClusters.of(own, System.getenv()));
    return true;
  }

  private int reportAlreadyRunning() {
    var suite = RunningSuite.find(running.home()).orElse(running);
    screen.print("Berth is running already. Console " + suite.gatewayUrl());
    ClusterText.running(suite.clusters().clusters()).forEach(screen::print);
    if (!clusters.isEmpty()) {
      screen.print(
          "Clusters are chosen at the start: ./berth down, then ./berth up --cluster …" + " again");
    }
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
        new SuiteProcesses(
                folder,
                running.ports(),
                running.listeners(),
                running.apiToken(),
                running.clusters())
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
    screen.print(
        ProgressText.ready(
            took, suite.size(), running.gatewayUrl(), login, running.clusters().names()));
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
    Kubeconfigs.delete(folder, running.clusters());
    screen.print("Ended after " + ProgressText.seconds(Duration.between(begin, Instant.now())));
    ClusterText.left(running.clusters()).forEach(screen::print);
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
