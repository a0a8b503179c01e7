/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.stepping;
import static io.berth.deploy.testing.TestApps.withConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.testing.ForeignObjects;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestWaves;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Remove;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of object that Berth writes, made by somebody else under every name that Berth
 * derives, when every kind of write comes to it.
 */
@ExtendWith(SharedHarness.class)
class ForeignObjectMatrixIT {

  private static final Harness berth = SharedHarness.get();

  private static final AppSpec FIRST = withConfig(spec(GOOD, 3), "colour=blue\n");
  private static final AppSpec SECOND =
      withConfig(spec("registry.example/shop/cart:2.0.0", 3), "colour=red\n");
  private static final AppSpec BROKEN =
      TestApps.rollingBack(withConfig(spec("shop/cart:2-unready", 3), "colour=red\n"));

  /** What Berth does when it meets the object. */
  enum Write {
    DEPLOY,
    CANARY,
    BLUE_GREEN,
    ROLLBACK,
    AUTO_ROLLBACK,
    COMPENSATION,
    REMOVE
  }

  /** One object that is in the way of one write. */
  record Encounter(Write write, String kind, String suffix) {

    /** Its own application. */
    AppRef app() {
      String name =
          ("mx-" + write + "-" + kind + suffix).toLowerCase(Locale.ROOT).replaceAll("[_-]+", "-");
      return new AppRef("shop", name);
    }

    String name() {
      return switch (suffix) {
        case "-config-1" -> AppManifests.configMap(app(), FIRST).orElseThrow();
        case "-config-2" -> AppManifests.configMap(app(), SECOND).orElseThrow();
        default -> app().name() + suffix;
      };
    }

    HasMetadata object() {
      return ForeignObjects.of(kind, app().namespace(), name());
    }

    @Override
    public String toString() {
      return write + " meets " + kind + " " + suffix;
    }
  }

  /** How the write ended, and the object before and after it. */
  private record Ending(Operation verdict, HasMetadata made, HasMetadata left) {}

  private static final Map<Encounter, Future<Ending>> ENDINGS = new ConcurrentHashMap<>();
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  static Stream<Encounter> encounters() {
    return Stream.of(
            all(Write.DEPLOY, own("-config-1", "-r1")),
            all(Write.CANARY, own("-config-2", "-r2"), deployment("--canary")),
            all(Write.BLUE_GREEN, own("-config-2", "-r2"), deployment("--preview")),
            all(Write.ROLLBACK, own("-config-1", "-r3")),
            // Without its own Deployment there is nothing that could be rolled back.
            all(Write.AUTO_ROLLBACK, own("-config-1", "-r3").skip(1)),
            all(Write.COMPENSATION, own("-config-1", "-r3").skip(1)),
            all(Write.REMOVE, own("-config-1", "-r1"), deployment("--canary")))
        .flatMap(it -> it);
  }

  private static Stream<String[]> own(String config, String revision) {
    return Stream.of(
        new String[] {"Deployment", ""},
        new String[] {"Service", ""},
        new String[] {"PodDisruptionBudget", ""},
        new String[] {"ConfigMap", config},
        new String[] {"ControllerRevision", revision});
  }

  private static Stream<String[]> deployment(String suffix) {
    return Stream.<String[]>of(new String[] {"Deployment", suffix});
  }

  @SafeVarargs
  private static Stream<Encounter> all(Write write, Stream<String[]>... objects) {
    return Stream.of(objects)
        .flatMap(it -> it)
        .map(object -> new Encounter(write, object[0], object[1]));
  }

  /** At the same time: each has an application of its own. */
  @BeforeAll
  static void meet() {
    encounters().forEach(it -> ENDINGS.put(it, THREADS.submit(() -> ending(it))));
  }

  @AfterAll
  static void end() {
    THREADS.close();
    encounters().map(Encounter::app).forEach(app -> berth.send(new Remove(ANN, app, app.name())));
  }

  @ParameterizedTest
  @MethodSource("encounters")
  void foreignObject_isRefusedByName_andNotTouched(Encounter encounter) throws Exception {
    Ending ending = ENDINGS.get(encounter).get();

    String named = encounter.kind() + "/" + encounter.name();
    switch (ending.verdict()) {
      case Rejected rejected ->
          assertThat(rejected.violations())
              .singleElement()
              .satisfies(
                  it -> {
                    assertThat(it.rule()).isEqualTo("object-owner");
                    assertThat(it.found()).startsWith(named + " in namespace ");
                  });
      case Concluded end when encounter.write() == Write.AUTO_ROLLBACK -> {
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.summary()).contains(named);
      }
      case Concluded end -> { // what is left of the application is removed, the other object stays
        assertThat(encounter.write()).isEqualTo(Write.REMOVE);
        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
      }
      default -> throw new AssertionError(ending.verdict());
    }
    assertThat(ending.left().getMetadata().getUid())
        .isEqualTo(ending.made().getMetadata().getUid());
    assertThat(ending.left().getMetadata().getLabels()).isEqualTo(Map.of("team", "x"));
    assertThat(ForeignObjects.content(berth.cluster, ending.left()))
        .isEqualTo(ForeignObjects.content(berth.cluster, ending.made()));
  }

  private static Ending ending(Encounter encounter) {
    AppRef app = encounter.app();
    return switch (encounter.write()) {
      case DEPLOY -> meets(encounter, new Deploy(ANN, app, FIRST, false));
      case CANARY -> {
        succeeded(new Deploy(ANN, app, FIRST, false));
        Canary steps = new Canary(List.of(new CanaryStep(50, null)));
        yield meets(encounter, deploy(app, steps));
      }
      case BLUE_GREEN -> {
        succeeded(new Deploy(ANN, app, FIRST, false));
        yield meets(encounter, deploy(app, new BlueGreen(true, Duration.ofSeconds(1))));
      }
      case ROLLBACK -> {
        succeeded(new Deploy(ANN, app, FIRST, false));
        succeeded(new Deploy(ANN, app, SECOND, false));
        yield meets(encounter, new Rollback(ANN, app, 1L));
      }
      case AUTO_ROLLBACK -> {
        succeeded(new Deploy(ANN, app, FIRST, false));
        String id = berth.send(new Deploy(ANN, app, BROKEN, false));
        await().until(() -> berth.operationsOf(id).stream().anyMatch(Applied.class::isInstance));
        HasMetadata made = place(encounter);
        yield ending(encounter, id, made);
      }
      case COMPENSATION -> {
        succeeded(new Deploy(ANN, app, FIRST, false));
        Deploy inWaves =
            new Deploy(
                TestWaves.meta(Duration.ZERO, new PartialFailurePolicy.All(), 180),
                app,
                SECOND,
                false);
        String id = succeeded(inWaves);
        HasMetadata made = place(encounter);
        berth.publish(failedInDcB(id, app));
        yield ending(encounter, id + ".rollback", made);
      }
      case REMOVE -> {
        succeeded(new Deploy(ANN, app, FIRST, false));
        yield meets(encounter, new Remove(ANN, app, app.name()));
      }
    };
  }

  private static Deploy deploy(AppRef app, RolloutStrategy strategy) {
    AppSpec next = withConfig(stepping(SECOND.image(), 3, strategy), "colour=red\n");
    return new Deploy(ANN, app, next, false);
  }

  private static Ending meets(Encounter encounter, Command command) {
    HasMetadata made = place(encounter);
    return ending(encounter, berth.send(command), made);
  }

  private static Ending ending(Encounter encounter, String id, HasMetadata made) {
    Operation verdict = berth.verdict(id);
    return new Ending(verdict, made, berth.cluster.resource(encounter.object()).get());
  }

  /** In place of the application's own, where there is one. */
  private static HasMetadata place(Encounter encounter) {
    HasMetadata object = encounter.object();
    berth.cluster.resource(object).delete();
    await().until(() -> berth.cluster.resource(object).get() == null);
    return berth.cluster.resource(object).create();
  }

  private static String succeeded(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
    return id;
  }

  private static Envelope<Concluded> failedInDcB(String id, AppRef app) {
    OperationRef ref = new OperationRef(id, "deploy", app, "dc-b", "ann", Instant.now());
    return Envelope.of(
        UUID.randomUUID().toString(),
        "/test",
        Instant.now(),
        new Concluded(ref, Verdict.FAILED, null, null, null, "so it is", null, null));
  }
}
