/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.deploy;

import io.berth.bench.deploy.ObjectWatcher.ObservedTimes;
import io.berth.events.Envelope;
import io.berth.events.kafka.EventPublisher;
import io.berth.teststack.TestStack;
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
  private static final int CONCURRENCY = 16;
  private static final int TRACKED = 2000;

  private final TestStack stack = TestStack.shared();
  private final String prefix = stack.freshTopicPrefix();
  private final BaselineClient bare;
  private final DeployServiceProcess service;
  private final EventPublisher publisher;
  private final ObjectWatcher watcher;
  private final String run = "-" + Long.toString(System.currentTimeMillis() / 1000, 36);
  private int names;

  private DeployBench(Path jar, Path log, Path kubeconfig) throws Exception {
    this.bare = new BaselineClient(kubeconfig.toFile());
    bare.prepare();
    this.watcher = new ObjectWatcher(bare.client);
    this.service = new DeployServiceProcess(jar, stack.bootstrapServers(), prefix, kubeconfig, log);
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
    pairs(PAIRS, pattern, watcher::awaitQuiet).print();
    steady(5);
    watcher.awaitQuiet();
    burst();
    watcher.awaitQuiet();
    baselineBurst(BURST, pattern);
    watcher.awaitQuiet();
    steady(50);
    baselineBurst(TRACKED - bare.tracked(), pattern);
    say("");
    say(
        "applications tracked: %d, live heap %.0f MiB of 256, alive: %s",
        bare.tracked(), service.liveHeap(), service.isAlive());
    say("");
    say("the same again, with all of them tracked:");
    watcher.awaitQuiet();
    pairs(PAIRS / 3, pattern, watcher::awaitQuiet).print();
  }

  /** A revision that the service itself wrote. */
  private ControllerRevision pattern() throws Exception {
    String name = name("pattern");
    send(name).complete();
    return bare.revision(name + "-r1");
  }

  /** One by the service, one by the bare client, in turn, each alone. */
  private PairedLatencies pairs(int count, ControllerRevision pattern, Runnable between)
      throws Exception {
    List<Long> first = new ArrayList<>();
    List<Long> complete = new ArrayList<>();
    List<Long> baselineComplete = new ArrayList<>();
    List<Long> baselineCall = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      between.run();
      SentCommand sent = send(name("berth"));
      first.add(sent.first());
      complete.add(sent.complete());
      between.run();
      String id = UUID.randomUUID().toString();
      List<HasMetadata> objects = BenchApplication.objects(name("bare"), id, pattern);
      long at = System.nanoTime();
      bare.apply(objects);
      baselineCall.add(System.nanoTime() - at);
      baselineComplete.add(new SentCommand(at, watcher.of(id)).complete());
    }
    return new PairedLatencies(
        new LatencyPercentiles(first),
        new LatencyPercentiles(complete),
        new LatencyPercentiles(baselineComplete),
        new LatencyPercentiles(baselineCall));
  }

  private void steady(int aSecond) throws Exception {
    List<SentCommand> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < aSecond * SECONDS; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / aSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      sent.add(send(name("steady")));
    }
    List<Long> first = new ArrayList<>();
    List<Long> complete = new ArrayList<>();
    for (SentCommand one : sent) {
      first.add(one.first());
      complete.add(one.complete());
    }
    say(
        "| at %2d a second: sent → first object     | %s |",
        aSecond, new LatencyPercentiles(first));
    say(
        "| at %2d a second: sent → Deployment       | %s |",
        aSecond, new LatencyPercentiles(complete));
  }

  private void burst() throws Exception {
    List<SentCommand> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < BURST; i++) {
      sent.add(send(name("burst")));
    }
    long last = 0;
    for (SentCommand one : sent) {
      last = Math.max(last, one.at() + one.complete());
    }
    say(
        "sustained: %d commands at once, applied in %.1f s: %.1f a second",
        BURST, (last - begin) / 1e9, BURST / ((last - begin) / 1e9));
  }

  /** The same by the bare client with as many threads as the service has lanes. */
  private void baselineBurst(int count, ControllerRevision pattern) throws Exception {
    List<List<HasMetadata>> applications = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      applications.add(
          BenchApplication.objects(name("many"), UUID.randomUUID().toString(), pattern));
    }
    double seconds = bare.apply(applications, CONCURRENCY) / 1e9;
    say(
        "bare client, %d at once: %d applied in %.1f s: %.1f a second",
        CONCURRENCY, count, seconds, count / seconds);
  }

  private SentCommand send(String name) {
    String id = UUID.randomUUID().toString();
    ObservedTimes observation = watcher.of(id);
    long at = System.nanoTime();
    publisher.publish(Envelope.of(id, "/bench", Instant.now(), BenchApplication.command(name)));
    return new SentCommand(at, observation);
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
    watcher.close();
    bare.close();
  }
}
