/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What nobody's record asks for: steps, ways back, waves. */
class InternalTasksTest {

  private static final String POSITION = "berth.commands-1:2";

  private boolean held = true;
  private final List<Runnable> lane = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final InternalTasks tasks = new InternalTasks(new Held(), (_, task) -> lane.add(task));

  @Test
  @Tag("fault-K1")
  void taskDuringKafkaOutage_isNotSubmitted_andCanBeResubmitted() {
    held = false;
    send();
    assertThat(lane).isEmpty();

    held = true;
    send();
    turn();
    assertThat(done).containsExactly("step");
  }

  @Test
  @Tag("fault-K1")
  void taskDueDuringKafkaOutage_isDeferred_notDropped() {
    send();
    held = false;
    turn();
    assertThat(done).isEmpty();

    held = true;
    send();
    turn();
    assertThat(done).containsExactly("step");
  }

  @Test
  void queuedTask_isSubmittedOnce() {
    send();
    send();

    assertThat(lane).hasSize(1);
  }

  private void send() {
    tasks.submit("key", CART, POSITION, () -> done.add("step"));
  }

  private void turn() {
    List.copyOf(lane).forEach(Runnable::run);
    lane.clear();
  }

  private final class Held implements PartitionOwnership {
    @Override
    public boolean holds(String position) {
      return held;
    }

    @Override
    public boolean owns(String position) {
      return true;
    }

    @Override
    public boolean isResponsibleFor(AppRef app) {
      return held;
    }
  }
}
