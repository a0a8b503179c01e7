/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.localstack.process.Ports;
import io.berth.localstack.process.Waiting;
import java.time.Duration;

/** Sends to the receiver: as fast as it goes, then at a rate at which nothing queues. */
final class Intake {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int CLIENTS = 8;
  private static final int CHUNK = 1_000;
  private static final int RATE = Integer.getInteger("berth.bench.rate", 20_000);
  private static final int PACED_SECONDS = 10;

  /** At a rate, chunks are as a collector's that flushes often. */
  private static final int PACED_CHUNK = 250;

  private final Shipper shipper;
  private final Sink sink;
  private final int records;

  Intake(Shipper shipper, Sink sink, int records) {
    this.shipper = shipper;
    this.sink = sink;
    this.records = records;
  }

  /**
   * @param parts of the pipeline that run behind the door
   */
  void run(String name, String parts) throws Exception {
    int port = Ports.free();
    Process process = shipper.berth(name + ".", sink.url(), port, Ports.free(), parts);
    Waiting.until(LONGEST, () -> Ports.answers(port));
    ForwardClients fast = new ForwardClients(port, CLIENTS, CHUNK);
    fast.send(name + "-warm", records / 2, 0);
    Usage before = Usage.of(process);
    long begun = System.nanoTime();
    long[] micros = fast.send(name, records, 0);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Usage usage = Usage.of(process);
    long[] paced =
        new ForwardClients(port, CLIENTS, PACED_CHUNK)
            .send(name + "-paced", RATE * PACED_SECONDS, RATE);
    process.destroy();
    process.onExit().join();
    LogsBench.say(
        "%-13s %,9.0f events/s  %,9.0f per CPU second, but for compilers'  ack %s  at %,d events/s %s  peak %d MiB",
        name,
        records / seconds,
        records / usage.workSince(before),
        percentiles(micros),
        RATE,
        percentiles(paced),
        usage.peakMiB());
  }

  private static String percentiles(long[] micros) {
    return "p50 %.1f p99 %.1f ms"
        .formatted(micros[micros.length / 2] / 1e3, micros[micros.length * 99 / 100] / 1e3);
  }
}
