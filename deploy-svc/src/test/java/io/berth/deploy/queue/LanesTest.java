/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

  @Test
  void oneKey_keepsItsOrder_anotherDoesNotWait() throws InterruptedException {
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    try (Lanes<String> lanes = new Lanes<>("test", 4)) {
      lanes.submit("a", () -> waitFor(gate));
      lanes.submit("a", () -> done.add("a2"));
      lanes.submit("b", () -> done.add("b1"));

      await().until(() -> done.contains("b1"));
      assertThat(done).containsExactly("b1");
      gate.countDown();
      await().until(() -> done.equals(List.of("b1", "a2")));
    }
  }

  @Test
  void nudges_thatWait_areOne() {
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    try (Lanes<String> lanes = new Lanes<>("test", 1)) {
      lanes.submit("a", () -> waitFor(gate));
      for (int i = 0; i < 5; i++) {
        lanes.nudge("a", () -> done.add("look"));
      }
      lanes.submit("a", () -> done.add("end"));
      gate.countDown();

      await().until(() -> done.contains("end"));
      assertThat(done).containsExactly("look", "end");
    }
  }

  @Test
  void A8_howManyWait_isAtMostOneOfEachKey_howeverManyComeAtOnce() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (Lanes<String> lanes = new Lanes<>("test", 1)) {
      lanes.submit("a", () -> waitFor(gate));
      List<Thread> news =
          IntStream.range(0, 50)
              .mapToObj(_ -> Thread.ofVirtual().start(() -> lanes.nudge("a", () -> {})))
              .toList();
      for (Thread each : news) {
        each.join();
      }

      assertThat(lanes.waiting()).isEqualTo(1);
      gate.countDown();
      await().until(() -> lanes.waiting() == 0);
    }
  }

  @Test
  void keyThatRests_holdsNoOtherUp() {
    List<String> done = new CopyOnWriteArrayList<>();
    try (Lanes<String> lanes =
        new Lanes<>("test", 1, key -> Duration.ofHours(key.equals("a") ? 1 : 0))) {
      lanes.nudge("a", () -> done.add("a1"));
      await().until(() -> done.contains("a1"));
      lanes.nudge("a", () -> done.add("a2"));
      lanes.nudge("b", () -> done.add("b1"));

      await().until(() -> done.contains("b1"));
      assertThat(done).containsExactly("a1", "b1");
      assertThat(lanes.waiting()).isEqualTo(1);
    }
  }

  @Test
  void taskThatFails_doesNotStopItsLane() {
    List<String> done = new CopyOnWriteArrayList<>();
    try (Lanes<String> lanes = new Lanes<>("test", 1)) {
      lanes.submit(
          "a",
          () -> {
            throw new IllegalStateException("planted");
          });
      lanes.submit("a", () -> done.add("next"));

      await().until(() -> done.contains("next"));
    }
  }

  private static void waitFor(CountDownLatch gate) {
    try {
      assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
