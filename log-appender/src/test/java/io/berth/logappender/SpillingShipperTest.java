/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that is away for longer than memory holds, and a disk. */
class SpillingShipperTest {

  private final List<Long> sent = new CopyOnWriteArrayList<>();
  private final List<Long> reports = new CopyOnWriteArrayList<>();
  private volatile boolean away = true;

  @TempDir private Path directory;

  @Test
  void linesThatMemoryHasNoRoomFor_waitOnTheDisk_andArriveInOrder() throws Exception {
    AsyncShipper shipper = start(1 << 20);
    offer(shipper, 0, 1_000);
    assertThat(shipper.dropped()).isZero();
    assertThat(sent).isEmpty();
    away = false;
    offer(shipper, 1_000, 1_100);
    await().until(() -> sent.size() == 1_100);
    shipper.stop(2_000);
    assertThat(sent).isEqualTo(LongStream.range(0, 1_100).boxed().toList());
    assertThat(reports).isEmpty();
  }

  @Test
  void restartedApplication_sendsTheEventsOfThePreviousRun() throws Exception {
    AsyncShipper first = start(1 << 20);
    offer(first, 0, 500);
    first.stop(300);
    assertThat(first.dropped()).isZero();
    away = false;
    AsyncShipper second = start(1 << 20);
    offer(second, 500, 600);
    await().until(() -> sent.size() == 600);
    second.stop(2_000);
    assertThat(sent).isEqualTo(LongStream.range(0, 600).boxed().toList());
  }

  @Test
  void fullDisk_dropsTheNewest_andReportsTheirNumber_evenAfterARestart() throws Exception {
    AsyncShipper first = start(20_000);
    // The disk takes these; how many of the others, the speed of the shipping thread decides.
    offer(first, 0, 200);
    LongStream.range(200, 2_000).forEach(number -> offer(first, number));
    first.stop(300);
    assertThat(first.dropped()).isBetween(1_000L, 1_990L);
    away = false;
    AsyncShipper second = start(1 << 20);
    offer(second, 5_000, 5_001);
    await().until(() -> sent.contains(5_000L));
    second.stop(2_000);
    long kept = sent.size() - 1L;
    assertThat(sent).startsWith(LongStream.range(0, 200).boxed().toArray(Long[]::new));
    assertThat(sent).isSorted().doesNotHaveDuplicates();
    assertThat(kept + first.dropped()).isEqualTo(2_000);
    assertThat(reports).containsExactly(first.dropped());
  }

  private AsyncShipper start(long disk) {
    AsyncShipper shipper =
        new AsyncShipper(
            3_000,
            spillQueue -> new FlakyEventSender(),
            () -> DiskSpillQueue.open(directory.toString(), disk),
            count -> Map.of("number", -1L, "dropped", count));
    shipper.start();
    return shipper;
  }

  /** At a pace that the shipping thread can follow. */
  private static void offer(AsyncShipper shipper, int from, int to) {
    for (int number = from; number < to; number++) {
      offer(shipper, number);
      if (number % 10 == 9) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> shipper.waiting() == 0);
      }
    }
  }

  private static void offer(AsyncShipper shipper, long number) {
    shipper.offer(Instant.EPOCH, Map.of("number", number));
  }

  private final class FlakyEventSender implements EventSender {
    @Override
    public void emit(Instant time, Map<String, Object> fields) throws IOException {
      if (away) {
        throw new IOException("away");
      }
      long number = (Long) fields.get("number");
      if (number < 0) {
        reports.add((Long) fields.get("dropped"));
      } else {
        sent.add(number);
      }
    }

    @Override
    public void close() {}
  }
}
