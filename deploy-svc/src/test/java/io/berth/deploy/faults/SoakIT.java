/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.ChildProcess;
import io.berth.deploy.testing.ComparableObject;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Commands in a steady stream while the service is killed and the API server goes away at random.
 * Short as it stands; five minutes and 500 commands with {@code -Dberth.soak.commands=500
 * -Dberth.soak.seconds=300}. The seed is in the message of a failure; {@code -Dberth.soak.seed}
 * repeats it.
 */
@Execution(ExecutionMode.CONCURRENT)
class SoakIT {

  private static final int COMMANDS = Integer.getInteger("berth.soak.commands", 24);
  private static final int SECONDS = Integer.getInteger("berth.soak.seconds", 12);
  private static final long SEED = Long.getLong("berth.soak.seed", System.nanoTime());
  private static final int APPS = 12;

  private final Random random = new Random(SEED);

  @AutoClose private final Harness berth = Harness.idle();
  private ChildProcess service = berth.startProcess("soak");

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  @Tag("fault-K4")
  @Tag("fault-A5")
  void randomKillsAndOutages_loseNoVerdict_duplicateNone_andLeaveTheSameObjects() {
    List<String> calm = commands("calm").stream().map(berth::send).toList();
    everyVerdictOnce(calm);

    List<String> storm = new ArrayList<>();
    int faults = 0;
    long pause = SECONDS * 1000L / COMMANDS;
    long nextFault = System.nanoTime();
    for (ApplicationCommand command : commands("storm")) {
      storm.add(berth.send(command));
      if (System.nanoTime() >= nextFault) {
        fault(faults++);
        nextFault = System.nanoTime() + Duration.ofSeconds(4 + random.nextInt(8)).toNanos();
      }
      listenFor(pause);
    }
    berth.outage.end();

    everyVerdictOnce(storm);
    assertThat(faults).as("faults, seed " + SEED).isPositive();
    assertThat(objects("storm")).as("seed " + SEED).isEqualTo(objects("calm"));
  }

  private void fault(int number) {
    if (number % 2 == 0) {
      service.kill();
      service = berth.startProcess("soak");
    } else if (random.nextBoolean()) {
      berth.outage.begin();
      listenFor(500 + random.nextInt(3000));
      berth.outage.end();
    } else {
      berth.outage.silence();
      listenFor(500 + random.nextInt(3000));
      berth.outage.end();
    }
  }

  /** Time passes while the topics are read. */
  private void listenFor(long millis) {
    long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    do {
      berth.operationsOf("");
    } while (System.nanoTime() < until);
  }

  /** The same script in each namespace: full deploys and scales, so that the last ones count. */
  private static List<ApplicationCommand> commands(String namespace) {
    Random script = new Random(SEED);
    return IntStream.range(0, COMMANDS)
        .<ApplicationCommand>mapToObj(
            i -> {
              AppRef app = new AppRef(namespace, "app-" + i % APPS);
              return i >= APPS && script.nextInt(3) == 0
                  ? new Scale(ANN.withDeadline(Duration.ofMinutes(10)), app, 3 + i % 3)
                  : new Deploy(
                      ANN.withDeadline(Duration.ofMinutes(10)),
                      app,
                      spec("shop/cart:1." + i + ".0", 3 + script.nextInt(2)),
                      false);
            })
        .toList();
  }

  private void everyVerdictOnce(List<String> ids) {
    await()
        .atMost(Duration.ofMinutes(8))
        .until(() -> ids.stream().allMatch(id -> verdicts(id) > 0));
    listenFor(2000);
    assertThat(ids).as("seed " + SEED).allSatisfy(id -> assertThat(verdicts(id)).isEqualTo(1));
  }

  private long verdicts(String id) {
    return berth.operationsOf(id).stream().filter(Harness::isVerdict).count();
  }

  /** Whole objects, without what no two runs have in common. */
  private List<Map<String, Object>> objects(String namespace) {
    return Stream.of(
            berth.cluster.apps().deployments(),
            berth.cluster.services(),
            berth.cluster.configMaps(),
            berth.cluster.policy().v1().podDisruptionBudget())
        .flatMap(kind -> kind.inNamespace(namespace).list().getItems().stream())
        .map(object -> ComparableObject.of(berth.cluster.getKubernetesSerialization(), object))
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }
}
