/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.teststack.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Runs the cases in turn and prints one line for each; bench/logs/README.md describes them. */
public final class LogsBench {

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String ALL_PARTS = "receive,enrich,index";
  private static final String ALL = "index,rsyslog,enrich,receive,ingest";

  private final BenchServers servers;
  private final ElasticsearchStub sink = new ElasticsearchStub();
  private final ShipperProcesses shipper;
  private final TopicFiller load;
  private final int records;

  private LogsBench(BenchServers servers, Path app, int records) throws IOException {
    this.servers = servers;
    this.shipper = new ShipperProcesses(servers, app);
    this.load = new TopicFiller(servers.kafka(), 2);
    this.records = records;
  }

  /**
   * @param arguments the pipeline's jar, records of each case, rounds, and the cases, all by
   *     default
   */
  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    List<String> cases = List.of((arguments.length > 3 ? arguments[3] : ALL).split(","));
    String kept = System.getProperty("berth.bench.folder", "");
    Path folder =
        kept.isEmpty()
            ? Files.createTempDirectory("berth-bench")
            : Files.createDirectories(Path.of(kept).toAbsolutePath());
    boolean index = cases.stream().anyMatch(LogsBench::isIndexed);
    try (BenchServers servers = new BenchServers(folder, index, !kept.isEmpty())) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
      LogsBench bench = new LogsBench(servers, Path.of(arguments[0]).toAbsolutePath(), records);
      if (index && !servers.wereFound()) {
        // Elasticsearch's own compilers are done before anything is measured.
        bench.prepare("index", "warm");
        awaitGo();
        bench.run("index", "warm");
      }
      // Topics and streams of an earlier run may be there still.
      String run = kept.isEmpty() ? "" : "x" + Long.toString(System.currentTimeMillis() / 1000, 36);
      for (int round = 1; round <= rounds; round++) {
        for (String each : cases) {
          bench.prepare(each, each + round + run);
        }
        awaitGo();
        for (String each : cases) {
          bench.run(each, each + round + run);
        }
      }
      bench.sink.close();
    }
  }

  /** Waits for a line of input, so that a shared machine can be made quiet first. */
  private static void awaitGo() throws IOException {
    if (Boolean.getBoolean("berth.bench.wait")) {
      say("prepared");
      while (System.in.read() > '\n') {
        // Only the line's end counts.
      }
    }
  }

  private static boolean isIndexed(String which) {
    return !isSent(which) && !which.endsWith("sink");
  }

  /** By clients, and not from a topic. */
  private static boolean isSent(String which) {
    return which.equals("receive") || which.equals("ingest");
  }

  private static String stream(String name) {
    return "logs-berth." + name + "-bench";
  }

  /** Half as much again is moved before the clock starts. */
  private int all() {
    return records + records / 2;
  }

  private void prepare(String which, String name) {
    switch (which) {
      case "index", "index-sink" -> load.enriched(name + ".", "berth." + name, all());
      case "enrich", "enrich-sink" -> load.raw(name + ".", name, all());
      case "rsyslog" -> load.plain(name, "berth." + name, all());
      case "receive", "ingest" -> {}
      default -> throw new IllegalArgumentException(which + " is none of the cases");
    }
  }

  private void run(String which, String name) throws Exception {
    switch (which) {
      case "index", "enrich" -> {
        move(name, berth(name, servers.elasticsearch()), () -> servers.written(stream(name)));
        found(name);
      }
      case "rsyslog" -> {
        if (Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/imkafka.so"))) {
          Process process = shipper.rsyslog(name, stream(name));
          move(name, process, () -> servers.written(stream(name)));
          found(name);
        } else {
          say("%-13s skipped: apt-get install rsyslog rsyslog-kafka rsyslog-elasticsearch", name);
        }
      }
      case "receive" -> new ReceiverBench(shipper, sink, records).run(name, "receive");
      case "ingest" -> new ReceiverBench(shipper, sink, records).run(name, ALL_PARTS);
      default -> {
        sink.clear();
        move(name, berth(name, sink.url()), sink::documents);
      }
    }
  }

  private Process berth(String name, String elasticsearch) throws IOException {
    return shipper.berth(name + ".", elasticsearch, Ports.free(), Ports.free(), ALL_PARTS);
  }

  /** From the moment when a third is written until all is. */
  private void move(String name, Process process, LongSupplier written) {
    until(process, written, all() - records);
    ProcessUsage before = ProcessUsage.of(process);
    long first = written.getAsLong();
    long begun = System.nanoTime();
    until(process, written, all());
    double seconds = (System.nanoTime() - begun) / 1e9;
    ProcessUsage usage = ProcessUsage.of(process);
    long last = written.getAsLong();
    if (last < all()) {
      say("%-13s given up after %s with %d of %d written", name, LONGEST, last, all());
    }
    process.destroy();
    process.onExit().join();
    say(
        "%-13s %,9.0f docs/s  CPU s per million: %.1f, and %.1f of compilers  peak %d MiB",
        name,
        (last - first) / seconds,
        usage.workSince(before) * 1e6 / (last - first),
        (usage.compilerSeconds() - before.compilerSeconds()) * 1e6 / (last - first),
        usage.peakMiB());
  }

  private void found(String name) {
    long found = servers.count(stream(name));
    say("%-13s lost %d, twice %d", "", Math.max(0, all() - found), Math.max(0, found - all()));
  }

  private static void until(Process process, LongSupplier written, long documents) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (written.getAsLong() < documents && System.nanoTime() < end && process.isAlive()) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  static void say(String form, Object... values) {
    System.out.printf(Locale.ROOT, form + "%n", values);
  }
}
