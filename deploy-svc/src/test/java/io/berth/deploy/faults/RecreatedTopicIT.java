/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.Topics;
import io.berth.events.command.Scale;
import io.berth.events.operation.Verdict;
import io.berth.teststack.TestStack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The topic of the commands is deleted and made again: offsets begin at 0 under its old name. */
class RecreatedTopicIT {

  @AutoClose private static final Harness berth = Harness.running();

  @Test
  void topicRecreatedWhileTheServiceIsDown_keepsTheOrderOfCommands() throws Exception {
    AppRef app = scaledSometimes("down");

    berth.stop();
    makeTopicAgain();
    berth.start();

    assertScales(app);
  }

  @Test
  void topicRecreatedWhileTheServiceReads_keepsTheOrderOfCommands() throws Exception {
    AppRef app = scaledSometimes("reading");

    makeTopicAgain();

    assertScales(app);
  }

  /** Its last command has an offset that the next topic does not have for some time. */
  private static AppRef scaledSometimes(String name) {
    AppRef app = new AppRef("shop", name);
    berth.verdict(berth.send(deploy(app, GOOD)));
    for (int replicas = 4; replicas < 8; replicas++) {
      berth.verdict(berth.send(new Scale(ANN, app, replicas)));
    }
    return app;
  }

  private static void assertScales(AppRef app) {
    assertThat(berth.concluded(berth.send(new Scale(ANN, app, 3))).verdict())
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.replicas(app)).isEqualTo(3);
  }

  private static void makeTopicAgain() throws Exception {
    String topic = berth.prefix + Topics.COMMANDS.name();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get();
      await()
          .ignoreExceptions()
          .until(
              () -> {
                admin
                    .createTopics(
                        List.of(
                            new NewTopic(topic, Optional.of(2), Optional.empty())
                                .configs(Map.of("cleanup.policy", "delete"))))
                    .all()
                    .get();
                return true;
              });
    }
  }
}
