/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AsyncShipperTest {

  private final FakeEventSender sender = new FakeEventSender();
  private final AsyncShipper shipper =
      new AsyncShipper(
          1_000, spillQueue -> sender, () -> SpillQueue.NONE, count -> Map.of("dropped", count));

  @Test
  void lines_arriveInOrder() throws Exception {
    shipper.start();
    offer("a");
    offer("b");
    shipper.stop(2_000);
    assertThat(sender.lines).containsExactly(Map.of("message", "a"), Map.of("message", "b"));
    assertThat(sender.closed).isTrue();
  }

  @Test
  void fullQueue_dropsAtOnce_andReportsTheNumberLater() throws Exception {
    sender.full = true;
    shipper.start();
    for (int i = 0; i < 100; i++) {
      offer("line " + i);
    }
    assertThat(shipper.dropped()).isBetween(80L, 99L);

    sender.full = false;
    await().until(() -> sender.lines.contains(Map.of("dropped", (Object) shipper.dropped())));
    assertThat(sender.lines).hasSize((int) (100 - shipper.dropped() + 1));
    shipper.stop(2_000);
  }

  @Test
  void stop_withASenderThatAcceptsNothing_endsInTime() throws Exception {
    sender.full = true;
    shipper.start();
    offer("a");
    long before = System.nanoTime();
    shipper.stop(200);
    assertThat(System.nanoTime() - before).isLessThan(1_500_000_000L);
  }

  private void offer(String message) {
    shipper.offer(Instant.EPOCH, Map.of("message", message));
  }

  private static final class FakeEventSender implements EventSender {
    private final List<Map<String, Object>> lines = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private volatile boolean closed;

    @Override
    public void emit(Instant time, Map<String, Object> fields) throws IOException {
      if (full) {
        throw new IOException("full");
      }
      lines.add(fields);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
