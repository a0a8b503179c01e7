/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import io.berth.launcher.suite.StartupStage;
import io.berth.launcher.suite.SuiteFolder;
import io.berth.launcher.suite.SuiteProcess;
import io.berth.teststack.elasticsearch.ElasticsearchNode;
import io.berth.teststack.process.PidFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Supervises all processes of one suite: starts them together, stops them in reverse order. */
public final class SuiteSupervisor {

  private static final Duration LEFTOVER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private final List<ProcessSupervisor> supervisors = new ArrayList<>();
  private final Map<ProcessSupervisor, Thread> threads = new LinkedHashMap<>();

  public SuiteSupervisor(
      List<SuiteProcess> parts,
      ProcessStarter starter,
      HealthProbe probe,
      SuiteFolder folder,
      Consumer<ProcessEvent> events) {
    for (SuiteProcess part : parts) {
      supervisors.add(new ProcessSupervisor(part, starter, probe, folder, events));
    }
  }

  /** Ends what a killed launcher left behind in that folder; returns how many processes. */
  public static int stopLeftovers(SuiteFolder folder, List<SuiteProcess> parts) {
    int ended = 0;
    for (SuiteProcess part : parts) {
      var process = PidFile.read(folder.mark(part.name())).flatMap(PidFile::find);
      if (process.isPresent()) {
        PidFile.end(process.get(), LEFTOVER_TIMEOUT);
        ended++;
      }
    }
    ElasticsearchNode.endIn(folder.elasticsearch());
    return ended;
  }

  /** Starts everything at once and returns: each part waits by itself for those that it needs. */
  public void start() {
    for (var supervisor : supervisors) {
      String name = "keep-" + supervisor.part().name();
      threads.put(supervisor, Thread.ofPlatform().name(name).start(supervisor::run));
    }
  }

  /** Names of the parts that are not healthy at this moment. */
  public List<String> notReady() {
    return supervisors.stream()
        .filter(supervisor -> !supervisor.isReady())
        .map(supervisor -> supervisor.part().name())
        .toList();
  }

  public int size() {
    return supervisors.size();
  }

  /** Stops all processes, stage by stage in reverse order; returns when they have exited. */
  public void stop() {
    supervisors.forEach(ProcessSupervisor::disableRestart);
    for (StartupStage stage : List.of(StartupStage.values()).reversed()) {
      var stopping =
          supervisors.stream()
              .filter(supervisor -> supervisor.part().stage() == stage)
              .map(supervisor -> Thread.ofPlatform().start(() -> stop(supervisor)))
              .toList();
      stopping.forEach(SuiteSupervisor::join);
    }
  }

  private void stop(ProcessSupervisor supervisor) {
    var thread = threads.get(supervisor);
    supervisor.stop(STOP_TIMEOUT);
    if (thread != null) {
      thread.interrupt();
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(STOP_TIMEOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
