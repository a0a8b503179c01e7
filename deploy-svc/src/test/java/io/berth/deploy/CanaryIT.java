/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.TestAlerts;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.alert.AlertTransition;
import io.berth.events.command.Abort;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A canary from its first pod to its end, whichever that is. */
class CanaryIT {

  private static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofMinutes(4));
  private static final String NEXT = "shop/cart:2.0.0";

  @AutoClose
  private static final Harness berth = Harness.running("--berth.rollout.grace.not-ready=60s");

  @Test
  void canary_advances_waitsForPromote_andBecomesTheApplication() {
    AppRef app = running("calm");
    String id = canary(app, NEXT, Duration.ofSeconds(30)); // long enough to be looked at and told

    berth.awaitPromote(id);
    assertThat(berth.image(app)).startsWith(GOOD);
    assertThat(berth.replicas(shop("calm"))).isEqualTo(2);
    assertThat(berth.replicas(shop("calm--canary"))).isEqualTo(2);
    assertThat(berth.waitReasons(id))
        .anyMatch(text -> text.startsWith("Canary at 25 % (step 1 of 2)"));

    String promote = berth.send(new Promote(ANN, app));

    assertThat(berth.concluded(promote).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.image(app)).startsWith(NEXT);
    assertThat(berth.replicas(shop("calm"))).isEqualTo(4);
    await().until(() -> berth.live(shop("calm--canary")) == null);
  }

  @Test
  void brokenCanary_isAborted_withItsDiagnosis_withoutAnOutage() {
    AppRef app = running("broken");

    Concluded verdict = berth.concluded(canary(app, "shop/cart:2-missing"));

    assertThat(verdict.verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.IMAGE_NOT_FOUND);
    assertThat(berth.live(shop("broken")).getStatus().getAvailableReplicas()).isEqualTo(4);
    assertThat(berth.image(app)).startsWith(GOOD);
    await().until(() -> berth.live(shop("broken--canary")) == null);
  }

  @Test
  void criticalAlertOnTheCanary_abortsIt_butUnrelatedAlertsDoNot() {
    AppRef app = running("loud");
    Instant before = Instant.now();
    String id = canary(app, NEXT);
    berth.awaitPromote(id);

    berth.publish(stable("PodCrashLooping", "loud", before));
    berth.publish(stable("ImagePullFailing", "loud", Instant.now()));
    berth.publish(
        TestAlerts.critical("loud-canary", Harness.CLUSTER)); // an application of that name
    berth.publish(TestAlerts.critical("loud", "dc-b"));
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> berth.operationsOf(id).stream().noneMatch(Harness::isVerdict));

    berth.publish(TestAlerts.onCanary("PodCrashLooping", "loud", Harness.CLUSTER));

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(berth.concluded(id).diagnosis().cause()).isEqualTo(Cause.CRITICAL_ALERT);
    await()
        .until(() -> berth.live(shop("loud--canary")) == null && berth.replicas(shop("loud")) == 4);
  }

  private static Envelope<AlertTransition> stable(String name, String app, Instant began) {
    return TestAlerts.critical(name, app, app, "stable", Harness.CLUSTER, began);
  }

  @Test
  void slowlyStartingCanary_isNotAborted() {
    AppRef app = running("sleepy");
    String id = canary(app, "shop/cart:2-starts-in-15s");
    await().until(() -> berth.live(shop("sleepy--canary")) != null);

    berth.publish(TestAlerts.onCanary("WorkloadDown", "sleepy", Harness.CLUSTER));

    berth.awaitPromote(id);
    assertThat(berth.image(app)).startsWith(GOOD);
  }

  @Test
  void abortDuringACanary_rollsBack() {
    AppRef app = running("tired");
    String id = canary(app, NEXT);
    berth.awaitPromote(id);

    String abort = berth.send(new Abort(ANN, app));

    assertThat(berth.concluded(abort).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(id).supersededBy()).isEqualTo(abort);
    await().until(() -> berth.live(shop("tired--canary")) == null);
    assertThat(berth.image(app)).startsWith(GOOD);
    assertThat(berth.replicas(shop("tired"))).isEqualTo(4);
  }

  private static AppRef running(String name) {
    AppRef app = shop(name);
    String id = berth.send(new Deploy(ANN, app, spec(GOOD, 4), false));
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    return app;
  }

  private static String canary(AppRef app, String image) {
    return canary(app, image, Duration.ofSeconds(1));
  }

  private static String canary(AppRef app, String image, Duration bake) {
    Canary steps = new Canary(List.of(new CanaryStep(25, bake), new CanaryStep(50, null)));
    return berth.send(new Deploy(ANN, app, TestApps.stepping(image, 4, steps), false));
  }
}
