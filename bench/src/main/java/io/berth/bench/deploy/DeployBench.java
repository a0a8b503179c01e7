/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.berth.bench.deploy.Sightings.Sighting;
import io.berth.events.Envelope;
import io.berth.events.kafka.EventPublisher;
import io.berth.localstack.TestStack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures deploy-svc on the API server that KUBECONFIG names. See bench/README.md.
 *
 * <p>Arguments: the service's jar, and a folder for its log.
 */
public final class DeployBench implements AutoCloseable {

  private static final int WARM_UP = 80;
  private static final int PAIRS = 100;
  private static final int SECONDS = 10;
  private static final int BURST = 200;
  private static final int AT_ONCE = 16;
  private static final int TRACKED = 2000;

  private final TestStack stack = TestStack.shared();
  private final String prefix = stack.freshTopicPrefix();
  private final BareClient bare;
  private final Service service;
  private final EventPublisher publisher;
  private final Sightings sightings;
  private final String run = "-" + Long.toString(System.currentTimeMillis() / 1000, 36);
  private int names;

  private DeployBench(Path jar, Path log, Path kubeconfig) throws Exception {
    this.bare = new BareClient(kubeconfig.toFile());
    bare.prepare();
    this.sightings = new Sightings(bare.client);
    this.service = new Service(jar, stack.bootstrapServers(), prefix, kubeconfig, log);
    service.awaitUp();
    this.publisher = EventPublisher.connect(stack.bootstrapServers(), "/bench", prefix);
  }

  public static void main(String[] arguments) throws Exception {
    try (var bench =
        new DeployBench(
            Path.of(arguments[0]),
            Path.of(arguments[1]).resolve("deploy-svc.log"),
            Path.of(System.getenv("KUBECONFIG")))) {
      bench.run();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // threads of clients would linger
    }
  }

  private void run() throws Exception {
    ControllerRevision pattern = pattern();
    pairs(WARM_UP, pattern, () -> {});
    say(
        "| milliseconds                            |  median |    90 %% |    99 %% |    most |     n |");
    say(
        "|-----------------------------------------|---------|---------|---------|---------|-------|");
    pairs(PAIRS, pattern, sightings::rest).tell();
    steady(5);
    sightings.rest();
    burst();
    sightings.rest();
    bareBurst(BURST, pattern);
    sightings.rest();
    steady(50);
    bareBurst(TRACKED - bare.tracked(), pattern);
    say("");
    say(
        "applications tracked: %d, live heap %.0f MiB of 256, alive: %s",
        bare.tracked(), service.liveHeap(), service.isAlive());
    say("");
    say("the same again, with all of them tracked:");
    sightings.rest();
    pairs(PAIRS / 3, pattern, sightings::rest).tell();
  }

  /** A revision that the service itself wrote. */
  private ControllerRevision pattern() throws Exception {
    String name = name("pattern");
    send(name).whole();
    return bare.revision(name + "-r1");
  }

  /** One by the service, one by the bare client, in turn, each alone. */
  private Pairs pairs(int count, ControllerRevision pattern, Runnable between) throws Exception {
    List<Long> first = new ArrayList<>();
    List<Long> whole = new ArrayList<>();
    List<Long> bareWhole = new ArrayList<>();
    List<Long> bareCall = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      between.run();
      Sent sent = send(name("berth"));
      first.add(sent.first());
      whole.add(sent.whole());
      between.run();
      String id = UUID.randomUUID().toString();
      List<HasMetadata> objects = Applications.objects(name("bare"), id, pattern);
      long at = System.nanoTime();
      bare.apply(objects);
      bareCall.add(System.nanoTime() - at);
      bareWhole.add(new Sent(at, sightings.of(id)).whole());
    }
    return new Pairs(
        new Millis(first), new Millis(whole), new Millis(bareWhole), new Millis(bareCall));
  }

  private void steady(int aSecond) throws Exception {
    List<Sent> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < aSecond * SECONDS; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / aSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      sent.add(send(name("steady")));
    }
    List<Long> first = new ArrayList<>();
    List<Long> whole = new ArrayList<>();
    for (Sent one : sent) {
      first.add(one.first());
      whole.add(one.whole());
    }
    say("| at %2d a second: sent → first object     | %s |", aSecond, new Millis(first));
    say("| at %2d a second: sent → Deployment       | %s |", aSecond, new Millis(whole));
  }

  private void burst() throws Exception {
    List<Sent> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < BURST; i++) {
      sent.add(send(name("burst")));
    }
    long last = 0;
    for (Sent one : sent) {
      last = Math.max(last, one.at() + one.whole());
    }
    say(
        "sustained: %d commands at once, applied in %.1f s: %.1f a second",
        BURST, (last - begin) / 1e9, BURST / ((last - begin) / 1e9));
  }

  /** The same by the bare client with as many threads as the service has lanes. */
  private void bareBurst(int count, ControllerRevision pattern) throws Exception {
    List<List<HasMetadata>> applications = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      applications.add(Applications.objects(name("many"), UUID.randomUUID().toString(), pattern));
    }
    double seconds = bare.apply(applications, AT_ONCE) / 1e9;
    say(
        "bare client, %d at once: %d applied in %.1f s: %.1f a second",
        AT_ONCE, count, seconds, count / seconds);
  }

  private Sent send(String name) {
    String id = UUID.randomUUID().toString();
    Sighting sighting = sightings.of(id);
    long at = System.nanoTime();
    publisher.publish(Envelope.of(id, "/bench", Instant.now(), Applications.command(name)));
    return new Sent(at, sighting);
  }

  private String name(String kind) {
    return kind + run + "-" + names++;
  }

  static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }

  @Override
  public void close() {
    publisher.close();
    service.close();
    sightings.close();
    bare.close();
  }
}
