/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import static io.berth.events.Topics.SCALING_DECISIONS;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** Two instances share the partitions; when one leaves, the other has its windows. */
class ScalerRebalanceIT {

  @AutoClose private final ScalerTestHarness harness = new ScalerTestHarness();

  @Test
  void states_areTransferred_whenInstancesJoinAndLeave() throws Exception {
    ConfigurableApplicationContext first = harness.start();
    DecisionRecorder decisions = harness.recorder(SCALING_DECISIONS);
    List<TestApplication> apps =
        IntStream.range(0, 4).mapToObj(i -> TestApplication.named("cart-" + i)).toList();
    for (TestApplication app : apps) {
      harness.follow(app.policy(1, 1, 10), app, decisions);
      harness.publish(app.sample("dc-a", NOW, 700, 700, 700));
      assertThat(decisions.awaitDecision(app.in("dc-a"), NOW).rawDesired()).isEqualTo(4);
    }

    ConfigurableApplicationContext second = harness.start();
    await().until(() -> tasks(first) > 0 && tasks(second) > 0);
    expectAllStates(apps, decisions, 60);

    first.close();
    await().until(() -> tasks(second) == 4);
    ScalerTestHarness.awaitReady(second);
    expectAllStates(apps, decisions, 120);
  }

  private void expectAllStates(
      List<TestApplication> apps, DecisionRecorder decisions, int seconds) {
    for (TestApplication app : apps) {
      harness.publish(app.sample("dc-a", NOW.plusSeconds(seconds), 10, 10, 10, 10));
      assertThat(decisions.awaitDecision(app.in("dc-a"), NOW.plusSeconds(seconds)).explanation())
          .contains("within the last 5 minutes more were needed, 4 pods stay");
    }
  }

  /** Two partitions of samples and two of policies, shared out. */
  private static int tasks(ConfigurableApplicationContext scaler) {
    KafkaStreams streams =
        scaler.getBean("&stream-builder-scaler", StreamsBuilderFactoryBean.class).getKafkaStreams();
    return streams == null
        ? 0
        : streams.metadataForLocalThreads().stream()
            .mapToInt(thread -> thread.activeTasks().size())
            .sum();
  }
}
