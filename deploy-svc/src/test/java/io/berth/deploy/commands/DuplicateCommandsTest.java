/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.ReadyCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.release.Releases;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestPipeline;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Pause;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Logs of commands in which some are there twice and more often, read in pieces, by one instance
 * after the other: what they leave is what the same log leaves in which each is there once. {@code
 * -Dberth.deploy.logs=2000} tries more logs.
 */
class DuplicateCommandsTest {

  private static final int LOGS = Integer.getInteger("berth.deploy.logs", 200);

  /** A log of one application's commands, as ids in their order. */
  private record Log(Map<String, ApplicationCommand> commands, List<String> ids) {

    Log once() {
      return new Log(commands, ids.stream().distinct().toList());
    }

    boolean goesBack() {
      return commands.values().stream().anyMatch(Rollback.class::isInstance);
    }
  }

  @Test
  void everyCommand_hasOneVerdict_howeverOftenItIsSent() {
    for (int seed = 0; seed < LOGS; seed++) {
      Log log = log(new Random(seed));
      List<Operation> said = new Run(log, seed).said();

      assertThat(verdicts(said)).as(words(log, seed)).isEqualTo(expected(log));
    }
  }

  @Test
  void noCommand_isSupersededByItselfOrAnEarlierOne() {
    for (int seed = 0; seed < LOGS; seed++) {
      Log log = log(new Random(seed));
      List<String> order = log.once().ids();
      for (Operation operation : new Run(log, seed).said()) {
        if (operation instanceof Concluded end && end.supersededBy() != null) {
          assertThat(order.indexOf(end.supersededBy()))
              .as(words(log, seed) + end)
              .isGreaterThan(order.indexOf(end.ref().commandId()));
        }
      }
    }
  }

  @Test
  void finalState_equalsThatOfEachCommandSentOnce() {
    for (int seed = 0; seed < LOGS; seed++) {
      Log log = log(new Random(seed));
      if (!log.goesBack()) { // which goes by the releases before, and a skipped Deploy leaves none
        assertThat(new Run(log, seed).left())
            .as(words(log, seed))
            .isEqualTo(new Run(log.once(), seed).left());
      }
    }
  }

  private static Log log(Random random) {
    Map<String, ApplicationCommand> commands = new TreeMap<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(5); i++) {
      String id = "c" + i;
      commands.put(id, i == 0 ? deploy(0) : command(random, i));
      ids.add(id);
    }
    for (int again = random.nextInt(6); again > 0; again--) {
      String id = "c" + random.nextInt(commands.size());
      int first = ids.indexOf(id);
      ids.add(first + 1 + random.nextInt(ids.size() - first), id);
    }
    return new Log(commands, ids);
  }

  private static ApplicationCommand command(Random random, int i) {
    return switch (random.nextInt(9)) {
      case 0 -> new Scale(ANN, CART, 3 + i);
      case 1 -> new Restart(ANN, CART);
      case 2 -> new Stop(ANN, CART);
      case 3 -> new Pause(ANN, CART);
      case 4 -> new Resume(ANN, CART);
      case 5 -> new Remove(ANN, CART, "cart");
      case 6 -> new Rollback(ANN, CART, null);
      default -> deploy(i);
    };
  }

  private static Deploy deploy(int i) {
    return TestApps.deploy("shop/cart:" + i + ".0.0");
  }

  private static Map<String, Long> verdicts(List<Operation> said) {
    Map<String, Long> verdicts = new TreeMap<>();
    said.stream()
        .filter(it -> it instanceof Concluded || it instanceof Rejected)
        .forEach(it -> verdicts.merge(it.ref().commandId(), 1L, Long::sum));
    return verdicts;
  }

  private static Map<String, Long> expected(Log log) {
    Map<String, Long> one = new TreeMap<>();
    log.commands().keySet().forEach(id -> one.put(id, 1L));
    return one;
  }

  private static String words(Log log, int seed) {
    StringBuilder words = new StringBuilder("seed " + seed + ":");
    log.ids().forEach(id -> words.append(' ').append(id).append(log.commands().get(id).verb()));
    return words.append('\n').toString();
  }

  /** The log read by one instance after the other, each of which takes up what is not committed. */
  private static final class Run {

    private final Random random;
    private final FixedAppCache view = new FixedAppCache();
    private final ReadyCluster cluster = new ReadyCluster(view, Releases.none());
    private final List<Operation> topic = new ArrayList<>();
    private final RecordingOperationLog operations = new RecordingOperationLog(topic, _ -> {});
    private final List<ReceivedCommand> orders = new ArrayList<>();
    private TestPipeline pipeline;

    Run(Log log, int seed) {
      this.random = new Random(seed);
      begin();
      for (String id : log.ids()) {
        orders.add(
            new ReceivedCommand(
                id,
                log.commands().get(id),
                NOON.plusMillis(log.ids().indexOf(id)),
                new RecordPosition("berth.commands", 0, orders.size())));
      }
      read();
      reconcile();
    }

    private void reconcile() {
      pipeline.reconciler().reconcile(CART);
      pipeline.removals().reconcile(CART);
    }

    private void begin() {
      MonotonicClock clock = new MonotonicClock(() -> NOON, () -> 0);
      RolloutDecider decider = new RolloutDecider(FailureGracePeriods.standard());
      Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));
      pipeline =
          new TestPipeline(
              new ClusterContext("dc-a", view, cluster, operations, clock), planner, decider);
    }

    private void read() {
      int next = 0;
      int arrived = 0;
      while (next < orders.size()) {
        int batch = Math.min(orders.size(), Math.max(arrived, next + 1 + random.nextInt(5)));
        for (; arrived < batch; arrived++) {
          pipeline.pending().add(orders.get(arrived));
        }
        pipeline.handler().handle(orders.get(next));
        pipeline.pending().remove(orders.get(next));
        next++;
        if (random.nextInt(3) == 0) {
          reconcile();
        }
        if (random.nextInt(8) == 0) {
          next = Math.max(0, next - random.nextInt(3));
          arrived = next;
          begin();
          view.find(CART)
              .filter(live -> !operations.isConcluded(live.lastCommand().commandId()))
              .map(io.berth.deploy.rollout.Rollout::of)
              .ifPresent(pipeline.tracker()::resume);
          pipeline.removals().resume(orders);
        }
      }
    }

    List<Operation> said() {
      return topic;
    }

    /** Without numbers of releases, since what was skipped has none. */
    Map<String, Object> left() {
      Map<String, Object> left = new HashMap<>();
      view.find(CART).ifPresent(live -> left.putAll(words(live)));
      return left;
    }

    private static Map<String, Object> words(ObservedApp live) {
      return Map.of(
          "image",
          live.deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage(),
          "replicas",
          live.replicas(),
          "paused",
          live.paused(),
          "stopped",
          live.isStopped(),
          "restarted",
          live.restartedAt() != null);
    }
  }
}
