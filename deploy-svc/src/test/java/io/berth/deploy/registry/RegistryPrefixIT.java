/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestWaves;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.teststack.TestStack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two data centres, each with a registry of its own. */
class RegistryPrefixIT {

  private static final String IMAGE = "shop/cart:1.0.0@" + FakeRegistry.DIGEST;

  private static FakeRegistry inDcA;
  private static FakeRegistry inDcB;
  private static Harness dcA;
  private static Harness dcB;

  @BeforeAll
  static void start() throws IOException {
    String topics = TestStack.shared().freshTopicPrefix();
    inDcA = new FakeRegistry();
    inDcB = new FakeRegistry();
    dcA = Harness.idle("dc-a", topics, settings("registry.dc-a.example:5000", inDcA));
    dcB = Harness.idle("dc-b", topics, settings("registry.dc-b.example:5000", inDcB));
    dcA.start();
    dcB.start();
    dcA.expectVerdictsOf(2);
  }

  private static List<String> settings(String prefix, FakeRegistry registry) {
    return List.of(
        "--berth.registry.prefix=" + prefix,
        "--berth.registry.endpoints=" + prefix + "=" + registry.url());
  }

  @AfterAll
  static void stop() {
    Stream.of(dcA, dcB, inDcA, inDcB).forEach(RegistryPrefixIT::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void sameDigest_runsInEveryCluster_fromItsOwnRegistry() {
    AppRef app = shop("everywhere");
    String id = send(app);

    assertThat(verdict(id, "dc-a")).isEqualTo(Verdict.SUCCEEDED);
    assertThat(verdict(id, "dc-b")).isEqualTo(Verdict.SUCCEEDED);
    assertThat(dcA.image(app)).isEqualTo("registry.dc-a.example:5000/" + IMAGE);
    assertThat(dcB.image(app)).isEqualTo("registry.dc-b.example:5000/" + IMAGE);
  }

  @Test
  void clusterWhoseRegistryLacksTheDigest_rejects_andTheOtherKeepsIt() {
    AppRef app = shop("half");
    inDcB.answers(404);
    try {
      String id = send(app);

      await().until(() -> rejected(id).findAny().isPresent());
      assertThat(rejected(id).findAny().orElseThrow().violations())
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.rule()).isEqualTo("image-exists");
                assertThat(violation.found()).contains("registry.dc-b.example:5000/shop/cart");
              });
      assertThat(dcB.live(app)).isNull();
      assertThat(dcA.image(app)).isEqualTo("registry.dc-a.example:5000/" + IMAGE);
    } finally {
      inDcB.answers(200);
    }
  }

  /** First in dc-a; dc-b follows. */
  private static String send(AppRef app) {
    return dcA.send(
        new Deploy(
            TestWaves.meta(Duration.ZERO, new PartialFailurePolicy.BestEffort(), 180),
            app,
            spec(IMAGE, 3),
            false));
  }

  private static Verdict verdict(String id, String cluster) {
    await().until(() -> operationsOf(id, cluster).anyMatch(Concluded.class::isInstance));
    return operationsOf(id, cluster)
        .filter(Concluded.class::isInstance)
        .map(it -> ((Concluded) it).verdict())
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Rejected> rejected(String id) {
    return operationsOf(id, "dc-b").filter(Rejected.class::isInstance).map(Rejected.class::cast);
  }

  private static Stream<Operation> operationsOf(String id, String cluster) {
    return dcA.operationsOf(id).stream()
        .filter(operation -> operation.ref().cluster().equals(cluster));
  }
}
