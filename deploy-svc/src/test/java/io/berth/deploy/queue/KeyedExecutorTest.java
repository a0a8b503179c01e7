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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyedExecutorTest {

  @Test
  void oneKey_runsInOrder_otherKeysConcurrently() throws InterruptedException {
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    try (KeyedExecutor<String> executor = new KeyedExecutor<>("test", 4)) {
      executor.submit("a", () -> waitFor(gate));
      executor.submit("a", () -> done.add("a2"));
      executor.submit("b", () -> done.add("b1"));

      await().until(() -> done.contains("b1"));
      assertThat(done).containsExactly("b1");
      gate.countDown();
      await().until(() -> done.equals(List.of("b1", "a2")));
    }
  }

  @Test
  void coalescedTasks_areQueuedOnce() {
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    try (KeyedExecutor<String> executor = new KeyedExecutor<>("test", 1)) {
      executor.submit("a", () -> waitFor(gate));
      for (int i = 0; i < 5; i++) {
        executor.submitCoalesced("a", () -> done.add("look"));
      }
      executor.submit("a", () -> done.add("end"));
      gate.countDown();

      await().until(() -> done.contains("end"));
      assertThat(done).containsExactly("look", "end");
    }
  }

  @Test
  void taskAfterShutdown_isDropped_withoutAnError() {
    List<String> done = new CopyOnWriteArrayList<>();
    KeyedExecutor<String> executor = new KeyedExecutor<>("test", 1);
    executor.close();

    executor.submit("a", () -> done.add("a"));
    executor.submitCoalesced("b", () -> done.add("b"));

    assertThat(done).isEmpty();
  }

  @Test
  @Tag("fault-A8")
  void queue_coalescesTasksOfOneKey() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (KeyedExecutor<String> executor = new KeyedExecutor<>("test", 1)) {
      executor.submit("a", () -> waitFor(gate));
      List<Thread> news =
          IntStream.range(0, 50)
              .mapToObj(
                  _ -> Thread.ofVirtual().start(() -> executor.submitCoalesced("a", () -> {})))
              .toList();
      for (Thread each : news) {
        each.join();
      }

      assertThat(executor.waiting()).isEqualTo(1);
      gate.countDown();
      await().until(() -> executor.waiting() == 0);
    }
  }

  @Test
  void restingKey_delaysNoOther() {
    List<String> done = new CopyOnWriteArrayList<>();
    try (KeyedExecutor<String> executor =
        new KeyedExecutor<>("test", 1, key -> Duration.ofHours(key.equals("a") ? 1 : 0))) {
      executor.submitCoalesced("a", () -> done.add("a1"));
      await().until(() -> done.contains("a1"));
      executor.submitCoalesced("a", () -> done.add("a2"));
      executor.submitCoalesced("b", () -> done.add("b1"));

      await().until(() -> done.contains("b1"));
      assertThat(done).containsExactly("a1", "b1");
      assertThat(executor.waiting()).isEqualTo(1);
    }
  }

  @Test
  void failedTask_doesNotStopItsKey() {
    List<String> done = new CopyOnWriteArrayList<>();
    try (KeyedExecutor<String> executor = new KeyedExecutor<>("test", 1)) {
      executor.submit(
          "a",
          () -> {
            throw new IllegalStateException("planted");
          });
      executor.submit("a", () -> done.add("next"));

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
