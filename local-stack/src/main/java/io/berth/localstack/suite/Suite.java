/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.elasticsearch.ElasticsearchNode;
import io.berth.localstack.process.ProcessMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All parts of one suite: starts them together, ends them in the reverse order. */
final class Suite {

  private static final Duration LEFT_OVER = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final List<PartKeeper> keepers = new ArrayList<>();
  private final Map<PartKeeper, Thread> threads = new LinkedHashMap<>();

  Suite(
      List<Part> parts,
      PartStarter starter,
      HealthProbe probe,
      SuiteFolder folder,
      Consumer<PartNews> news) {
    for (Part part : parts) {
      keepers.add(new PartKeeper(part, starter, probe, folder, news));
    }
  }

  /** Ends what a killed launcher left behind in that folder; returns how many processes. */
  static int endLeftOver(SuiteFolder folder, List<Part> parts) {
    int ended = 0;
    for (Part part : parts) {
      var process = ProcessMark.read(folder.mark(part.name())).flatMap(ProcessMark::find);
      if (process.isPresent()) {
        ProcessMark.end(process.get(), LEFT_OVER);
        ended++;
      }
    }
    ElasticsearchNode.endIn(folder.elasticsearch());
    return ended;
  }

  /** Starts everything at once and returns: each part waits by itself for those that it needs. */
  void start() {
    for (var keeper : keepers) {
      String name = "keep-" + keeper.part().name();
      threads.put(keeper, Thread.ofPlatform().name(name).start(keeper::keep));
    }
  }

  /** Names of the parts that are not healthy at this moment. */
  List<String> awaited() {
    return keepers.stream()
        .filter(keeper -> !keeper.isReady())
        .map(keeper -> keeper.part().name())
        .toList();
  }

  int size() {
    return keepers.size();
  }

  /** Ends all parts, stage by stage from the last to the first. Returns when they are gone. */
  void stop() {
    keepers.forEach(PartKeeper::release);
    for (Stage stage : List.of(Stage.values()).reversed()) {
      var stopping =
          keepers.stream()
              .filter(keeper -> keeper.part().stage() == stage)
              .map(keeper -> Thread.ofPlatform().start(() -> stop(keeper)))
              .toList();
      stopping.forEach(Suite::join);
    }
  }

  private void stop(PartKeeper keeper) {
    var thread = threads.get(keeper);
    keeper.stop(STOP);
    if (thread != null) {
      thread.interrupt();
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
