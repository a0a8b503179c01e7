/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Release;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The names of objects that Berth derives from those that people choose. */
class ObjectNamesTest {

  /** What a name may be made from so that it looks like a derived one. */
  private static final List<String> PARTS =
      List.of(
          "zz",
          "a",
          "canary",
          "preview",
          "config",
          "r1",
          "r2",
          "0123456789ab",
          "-",
          "--",
          "-",
          "live",
          "7");

  @Test
  void objectsOfTwoApplications_neverHaveOneName_whateverTheApplicationsAreCalled() {
    Random random = new Random(7);
    Set<String> apps = new TreeSet<>(List.of("zz", "zz-canary", "zz-preview", "zz-r1"));
    while (apps.size() < 400) {
      String name = name(random);
      if (deployable(name)) {
        apps.add(name);
      }
    }
    Map<String, String> owners = new HashMap<>();
    for (String app : apps) {
      for (String object : objects(app)) {
        assertThat(owners.put(object, app)).as("the other owner of " + object).isNull();
      }
    }
  }

  @Test
  void parallelDeploymentName_cannotBeAnApplicationsName() {
    for (Track track : Track.values()) {
      for (String app : List.of("zz", "zz-canary", "a".repeat(37))) {
        assertThat(refusals(track.nameFor(app))).contains("name-reserved");
        assertThat(Track.isReserved(app)).isFalse();
        assertThat(track.nameFor(app).length()).isLessThanOrEqualTo(63);
      }
      assertThat(refusals(track.legacyNameFor("zz"))).isEmpty();
    }
    assertThat("x".repeat(46)).satisfies(name -> assertThat(refusals(name)).isEmpty());
    assertThat(Track.PREVIEW.nameFor("x".repeat(46)).length()).isLessThanOrEqualTo(63);
  }

  @Test
  void existingApplication_keepsAReservedName() {
    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(
                TestSnapshots.order(
                    TestApps.deploy(new AppRef("shop", "zz--canary"), TestApps.GOOD)),
                TestSnapshots.running(TestSnapshots.release(1)));

    assertThat(plan).isInstanceOf(Plan.Apply.class);
  }

  @Test
  void configMap_isIdentifiedByItsFullName() {
    AppRef app = new AppRef("shop", "zz");
    String name = AppManifests.configMap(app, TestApps.spec(TestApps.GOOD, 3)).orElseThrow();

    assertThat(AppManifests.isConfigMap(app, name)).isTrue();
    assertThat(AppManifests.isConfigMap(app, name + "0")).isFalse();
    assertThat(AppManifests.isConfigMap(app, "zz-config-by-hand-12")).isFalse();
    assertThat(AppManifests.isConfigMap(new AppRef("shop", "z"), name)).isFalse();
    assertThat(
            AppManifests.isConfigMap(
                app,
                AppManifests.configMap(
                        new AppRef("shop", "zz-config"), TestApps.spec(TestApps.GOOD, 3))
                    .orElseThrow()))
        .isFalse();
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int parts = 1 + random.nextInt(6); parts > 0; parts--) {
      name.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return name.toString();
  }

  private static boolean deployable(String name) {
    return name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?") && refusals(name).isEmpty();
  }

  private static Set<String> refusals(String name) {
    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(
                TestSnapshots.order(TestApps.deploy(new AppRef("shop", name), TestApps.GOOD)),
                TestSnapshots.empty());
    return plan instanceof Plan.Reject(List<Violation> violations)
        ? violations.stream().map(Violation::rule).collect(Collectors.toSet())
        : Set.of();
  }

  /** Everything that is ever written for it, as kind/name. */
  private static Set<String> objects(String name) {
    AppRef app = new AppRef("shop", name);
    Set<String> names = new TreeSet<>();
    List<HasMetadata> objects = new ArrayList<>();
    for (Track track : Track.values()) {
      Release next = TestSnapshots.release(2);
      objects.addAll(
          AppManifests.of(
              new DesiredState(
                  "dc-a",
                  app,
                  TestSnapshots.release(1),
                  3,
                  true,
                  false,
                  null,
                  null,
                  true,
                  new CommandRef("c", "deploy", "ann", NOON, NOON, "berth.commands-0:1"),
                  new ParallelRelease(track, track.nameFor(name), next, 1, 3, 0, null, null),
                  null)));
    }
    objects.forEach(it -> names.add(it.getKind() + "/" + it.getMetadata().getName()));
    names.add("ControllerRevision/" + name + "-r1");
    names.add("ControllerRevision/" + name + "-r12");
    return names;
  }
}
