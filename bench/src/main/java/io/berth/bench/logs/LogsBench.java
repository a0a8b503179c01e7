/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.localstack.process.Ports;
import io.berth.localstack.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the cases in turns and prints one line for each; bench/logs/README.md says what they are.
 */
public final class LogsBench {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Servers servers;
  private final Shipper shipper;
  private final Load load;
  private final int records;

  private LogsBench(Servers servers, Path app, int records) {
    this.servers = servers;
    this.shipper = new Shipper(servers, app);
    this.load = new Load(servers.kafka(), 2);
    this.records = records;
  }

  /**
   * @param arguments the pipeline's jar, records of each case, rounds, and the cases, all by
   *     default
   */
  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    String cases = arguments.length > 3 ? arguments[3] : "index,rsyslog,enrich,ingest";
    Path folder = Files.createTempDirectory("berth-bench");
    try (Servers servers = new Servers(folder)) {
      LogsBench bench = new LogsBench(servers, Path.of(arguments[0]).toAbsolutePath(), records);
      for (int round = 1; round <= rounds; round++) {
        for (String each : cases.split(",")) {
          bench.run(each, round);
        }
      }
    }
  }

  private void run(String which, int round) throws Exception {
    String name = which + round;
    switch (which) {
      case "index" -> {
        load.enriched(name + ".", "berth." + name, records);
        move(name, "logs-berth." + name + "-bench", berth(name));
      }
      case "enrich" -> {
        load.raw(name + ".", name, records);
        move(name, "logs-berth." + name + "-bench", berth(name));
      }
      case "rsyslog" -> {
        if (Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/imkafka.so"))) {
          String stream = "logs-berth." + name + "-bench";
          load.plain(name, "berth." + name, records);
          move(name, stream, shipper.rsyslog(name, stream));
        } else {
          say("%-10s skipped: apt-get install rsyslog rsyslog-kafka rsyslog-elasticsearch", name);
        }
      }
      case "ingest" -> ingest(name);
      default -> throw new IllegalArgumentException(which + " is none of the cases");
    }
  }

  private Process berth(String name) throws IOException {
    return shipper.berth(name + ".", Ports.free(), Ports.free());
  }

  /** From the first document that is found until all are. */
  private void move(String name, String stream, Process process) {
    Usage idle = new Usage(0, 0);
    until(stream, 1);
    long begun = System.nanoTime();
    long first = servers.count(stream);
    double cpuBefore = Usage.of(process).cpuSeconds();
    until(stream, records);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Usage usage = Usage.of(process);
    long found = servers.count(stream);
    process.destroy();
    process.onExit().join();
    say(
        "%-10s %,9.0f docs/s  %5.1f CPU s per million (%.1f s in all)  peak %d MiB  %d of %d",
        name,
        (found - first) / seconds,
        (usage.cpuSeconds() - cpuBefore) * 1e6 / (found - first),
        usage.cpuSeconds() - idle.cpuSeconds(),
        usage.peakMiB(),
        found,
        records);
  }

  /** Looks twice a second: each look makes Elasticsearch refresh. */
  private void until(String stream, long documents) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (servers.count(stream) < documents && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000_000);
    }
  }

  private void ingest(String name) throws Exception {
    int port = Ports.free();
    Process process = shipper.berth(name + ".", port, Ports.free());
    Waiting.until(LONGEST, () -> Ports.answers(port));
    ForwardClients clients = new ForwardClients(port, 8, 1_000);
    clients.send(name + "-warm", records / 2);
    double cpuBefore = Usage.of(process).cpuSeconds();
    long begun = System.nanoTime();
    long[] micros = clients.send(name, records);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Usage usage = Usage.of(process);
    process.destroy();
    process.onExit().join();
    double perCpuSecond = records / (usage.cpuSeconds() - cpuBefore);
    say(
        "%-10s %,9.0f events/s  %,9.0f per CPU second  ack p50 %.1f ms  p99 %.1f ms  peak %d MiB",
        name,
        records / seconds,
        perCpuSecond,
        micros[micros.length / 2] / 1e3,
        micros[micros.length * 99 / 100] / 1e3,
        usage.peakMiB());
  }

  private static void say(String form, Object... values) {
    System.out.printf(Locale.ROOT, form + "%n", values);
  }
}
