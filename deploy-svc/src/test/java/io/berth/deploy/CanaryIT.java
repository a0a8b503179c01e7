/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.shop;
import static io.berth.deploy.Apps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.AppRef;
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
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A canary from its first pod to its end, whichever that is. */
class CanaryIT {

  private static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofMinutes(4));
  private static final String NEXT = "shop/cart:2.0.0";

  @AutoClose private static final Harness berth = Harness.running();

  @Test
  void canary_takesItsSteps_waitsForPromote_andBecomesTheApplication() {
    AppRef app = running("calm");
    String id = canary(app, NEXT, Duration.ofSeconds(5)); // long enough to be looked at and told

    berth.awaitPromote(id);
    assertThat(berth.image(app)).startsWith(GOOD);
    assertThat(berth.replicas(shop("calm"))).isEqualTo(2);
    assertThat(berth.replicas(shop("calm-canary"))).isEqualTo(2);
    assertThat(berth.waits(id)).anyMatch(text -> text.startsWith("Canary at 25 % (step 1 of 2)"));

    String promote = berth.send(new Promote(ANN, app));

    assertThat(berth.concluded(promote).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.image(app)).startsWith(NEXT);
    assertThat(berth.replicas(shop("calm"))).isEqualTo(4);
    await().until(() -> berth.live(shop("calm-canary")) == null);
  }

  @Test
  void brokenCanary_isTakenBack_withItsDiagnosis_andNobodyNoticed() {
    AppRef app = running("broken");

    Concluded verdict = berth.concluded(canary(app, "shop/cart:2-missing"));

    assertThat(verdict.verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.IMAGE_NOT_FOUND);
    assertThat(berth.live(shop("broken")).getStatus().getAvailableReplicas()).isEqualTo(4);
    assertThat(berth.image(app)).startsWith(GOOD);
    await().until(() -> berth.live(shop("broken-canary")) == null);
  }

  @Test
  void criticalAlert_takesTheCanaryBack() {
    AppRef app = running("loud");
    String id = canary(app, NEXT);
    berth.awaitPromote(id);

    berth.publish(Alerts.critical("loud-canary", Harness.CLUSTER));

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(berth.concluded(id).diagnosis().cause()).isEqualTo(Cause.CRITICAL_ALERT);
    await()
        .until(() -> berth.live(shop("loud-canary")) == null && berth.replicas(shop("loud")) == 4);
  }

  @Test
  void abort_inTheMiddle_goesBack() {
    AppRef app = running("tired");
    String id = canary(app, NEXT);
    berth.awaitPromote(id);

    String abort = berth.send(new Abort(ANN, app));

    assertThat(berth.concluded(abort).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(id).supersededBy()).isEqualTo(abort);
    await().until(() -> berth.live(shop("tired-canary")) == null);
    assertThat(berth.image(app)).startsWith(GOOD);
    assertThat(berth.replicas(shop("tired"))).isEqualTo(4);
  }

  @Test
  void restartInTheMiddle_goesOnFromWhatIsLive() {
    AppRef app = running("night");
    String id = canary(app, NEXT);
    berth.awaitPromote(id);

    berth.stop();
    berth.start();
    berth.send(new Promote(ANN, app));

    assertThat(berth.concluded(id).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.image(app)).startsWith(NEXT);
    assertThat(berth.said(id).stream().filter(Harness::isVerdict)).hasSize(1);
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
    return berth.send(new Deploy(ANN, app, Apps.stepping(image, 4, steps), false));
  }
}
