/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.TestPartitionOwnership;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What nobody's record asks for: steps, ways back, waves. */
class InternalTasksTest {

  private static final String POSITION = "berth.commands-1:2";

  private final TestPartitionOwnership ownership = TestPartitionOwnership.assigned();
  private final List<Runnable> lane = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final InternalTasks tasks = new InternalTasks(ownership, (_, task) -> lane.add(task));

  @Test
  @Tag("fault-K1")
  void taskDuringKafkaOutage_isNotSubmitted_andCanBeResubmitted() {
    ownership.doubt();
    send();
    assertThat(lane).isEmpty();

    ownership.assign();
    send();
    turn();
    assertThat(done).containsExactly("step");
  }

  @Test
  @Tag("fault-K1")
  void taskDueDuringKafkaOutage_isDeferred_notDropped() {
    send();
    ownership.doubt();
    turn();
    assertThat(done).isEmpty();

    ownership.assign();
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
}
