/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.upgrade;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the services of an earlier build, sends commands all the time, and replaces one service
 * after the other: the new instance starts beside the old one, which is then stopped. Finally
 * prints what the topics contain, and exits with 1 if events are missing or duplicate.
 *
 * <p>Arguments: the home of a running broker, search engine and clusters ({@code berth up --parts
 * kafka,elasticsearch,cluster-dc-a,cluster-dc-b}), its port offset, the project of the earlier
 * build, the project of the new one.
 */
public final class RollingUpgrade {

  private static final Duration BEFORE = Duration.ofSeconds(45);
  private static final Duration BETWEEN = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private RollingUpgrade() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    SuitePorts ports = new SuitePorts(Integer.parseInt(args[1]));
    Path before = Path.of(args[2]).toAbsolutePath();
    Path after = Path.of(args[3]).toAbsolutePath();
    List<ServiceInstance> running = new ArrayList<>();
    for (ServiceConfiguration service : ServiceConfiguration.of(ports, home)) {
      running.add(ServiceInstance.start(service, before, service.port(), home));
    }
    for (ServiceInstance instance : running) {
      instance.awaitUp(LONGEST);
    }
    say("all up as before: %s", before);
    try (CommandLoad load = CommandLoad.start("localhost:" + ports.kafka())) {
      Thread.sleep(BEFORE);
      for (ServiceInstance old : running) {
        Instant begun = Instant.now();
        ServiceInstance fresh =
            ServiceInstance.start(
                old.service(), after, old.service().port() + SuitePorts.SECOND, home);
        fresh.awaitUp(LONGEST);
        long up = Duration.between(begun, Instant.now()).toMillis();
        old.end();
        say("%s: up beside the old one after %d ms, which has ended", old.service().name(), up);
        Thread.sleep(BETWEEN);
      }
      Map<String, Instant> sent = load.stop();
      say("%d commands were sent", sent.size());
      EventTally published = EventTally.read("localhost:" + ports.kafka(), sent.keySet(), LONGEST);
      List<String> faults = published.faults();
      published.figures().forEach(line -> say("%s", line));
      faults.forEach(fault -> say("FAULT: %s", fault));
      say(faults.isEmpty() ? "nothing lost, nothing told twice" : faults.size() + " faults");
      System.exit(faults.isEmpty() ? 0 : 1);
    }
  }

  static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
