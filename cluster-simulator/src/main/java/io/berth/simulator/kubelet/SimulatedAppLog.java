/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** What a simulated application writes: a start, requests, now and then a warning, a crash. */
final class SimulatedAppLog {

  private static final List<String> PATHS =
      List.of(
          "/api/orders",
          "/api/orders/4711",
          "/api/cart",
          "/api/catalog?page=2",
          "/health/ready",
          "/api/prices");

  private final String app;
  private final SplittableRandom random;
  private long requests;

  SimulatedAppLog(String app, long seed) {
    this.app = app;
    this.random = new SplittableRandom(seed);
  }

  List<String> started(Instant now, String release) {
    return List.of(
        line(now, "INFO", "Starting " + app + " " + release + " (simulated) with PID 1"),
        line(now, "INFO", "Tomcat initialized with port 8080 (http)"),
        line(
            now,
            "INFO",
            "Started " + app + " in " + (1.2 + random.nextInt(90) / 100.0) + " seconds"));
  }

  String request(Instant now) {
    requests++;
    if (requests % 37 == 0) {
      return line(
          now,
          "WARN",
          "Slow query: 1 row in "
              + random.nextInt(800, 2400)
              + " ms, select * from orders where customer = ?");
    }
    String path = PATHS.get(random.nextInt(PATHS.size()));
    return line(
        now,
        "INFO",
        "GET "
            + path
            + " 200 "
            + random.nextInt(2, 90)
            + " ms request="
            + Long.toHexString(random.nextLong()));
  }

  List<String> crash(Instant now) {
    return List.of(
        line(now, "ERROR", "Application run failed"),
        "java.lang.IllegalStateException: Cannot connect to the database: jdbc:postgresql://orders-db:5432/orders",
        "\tat com.example." + packageName() + ".OrderStore.connect(OrderStore.java:83)",
        "\tat com.example." + packageName() + ".OrderStore.<init>(OrderStore.java:41)",
        "\tat com.example." + packageName() + ".Main.main(Main.java:17)",
        "Caused by: java.net.ConnectException: Connection refused",
        "\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)",
        "\tat java.base/sun.nio.ch.NioSocketImpl.connect(NioSocketImpl.java:592)",
        "\t... 2 more");
  }

  List<String> outOfMemory(Instant now) {
    return List.of(
        line(now, "WARN", "Cache grows: 1048576 entries, heap 97 % used"),
        line(now, "ERROR", "Allocation stall in 'refresh' for 1284 ms"));
  }

  private String packageName() {
    return app.replaceAll("[^a-z0-9]", "");
  }

  private static String line(Instant now, String level, String text) {
    return now.truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
        + " "
        + (level + "  ").substring(0, 5)
        + " [main] "
        + text;
  }
}
