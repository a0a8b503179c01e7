/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.teststack.process.Polling;
import io.berth.teststack.process.Ports;
import java.time.Duration;

/** Benchmark of the Forward receiver: at full speed, then at a constant rate. */
final class ReceiverBench {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final int CLIENTS = 8;
  private static final int CHUNK = 1_000;
  private static final int RATE = Integer.getInteger("berth.bench.rate", 20_000);
  private static final int PACED_SECONDS = 10;

  /** At a rate, chunks are as a collector's that flushes often. */
  private static final int PACED_CHUNK = 250;

  private final ShipperProcesses shipper;
  private final ElasticsearchStub elasticsearch;
  private final int records;

  ReceiverBench(ShipperProcesses shipper, ElasticsearchStub elasticsearch, int records) {
    this.shipper = shipper;
    this.elasticsearch = elasticsearch;
    this.records = records;
  }

  /**
   * @param parts the parts of the pipeline that run
   */
  void run(String name, String parts) throws Exception {
    int port = Ports.free();
    Process process = shipper.berth(name + ".", elasticsearch.url(), port, Ports.free(), parts);
    Polling.until(START_TIMEOUT, () -> Ports.answers(port));
    ForwardClients fast = new ForwardClients(port, CLIENTS, CHUNK);
    fast.send(name + "-warm", records / 2, 0);
    ProcessUsage before = ProcessUsage.of(process);
    long begun = System.nanoTime();
    long[] micros = fast.send(name, records, 0);
    double seconds = (System.nanoTime() - begun) / 1e9;
    ProcessUsage usage = ProcessUsage.of(process);
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
