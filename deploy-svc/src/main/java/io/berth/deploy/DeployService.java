/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.delivery.DriftPatrol;
import io.berth.deploy.delivery.Images;
import io.berth.deploy.delivery.Rights;
import io.berth.deploy.delivery.SteadyTime;
import io.berth.deploy.delivery.Strangers;
import io.berth.deploy.kafka.KafkaAccess;
import io.berth.deploy.kafka.Wire;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.kubernetes.SightedObjects;
import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.queue.Lanes;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.events.AppRef;
import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.events.kafka.TopicDeclarations;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The running service: waits for Kafka and the API server, takes up what was left, reads on. */
final class DeployService implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DeployService.class);

  private final TopicDeclarations declarations;
  private final Wire wire;
  private final WatchedCluster view;
  private final Rights cluster;
  private final Strangers strangers;
  private final DeployParts parts;
  private final DriftPatrol patrol;
  private final TakeUp takeUp;
  private final Lanes<String> commandLanes;
  private final Looks looks;
  private final Lanes<String> waveLooks = new Lanes<>("waves", 1);
  private final SteadyTime clock = new SteadyTime(InstantSource.system(), System::nanoTime);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Optional<String> boot = Optional.of("not connected yet");
  private volatile Runnable fatal = () -> {};
  private volatile boolean running;

  DeployService(
      DeployProperties properties,
      KafkaAccess access,
      KubernetesClient client,
      Planner planner,
      Images images,
      RolloutDecider decider) {
    String name = properties.cluster();
    this.declarations = properties.topic().declarations();
    this.commandLanes = new Lanes<>("command", properties.commandsAtOnce());
    this.wire = new Wire(name, access, clock);
    this.view = new WatchedCluster(name, client, this::wake);
    this.looks = new Looks(view, this::look);
    this.cluster =
        new Rights(
            new KubernetesCluster(
                name, client, view, properties.keptReleases(), wire.policies()::active));
    this.patrol =
        new DriftPatrol(
            view, new SightedObjects(name, client, view, cluster), wire.drifts(), clock);
    this.strangers = new Strangers(name, properties.clusters(), wire.operations());
    this.parts =
        new DeployParts(
            name,
            planner,
            images,
            decider,
            view,
            cluster,
            wire,
            clock,
            (app, task) -> commandLanes.submit(app.toString(), task));
    parts.follower().onNews(this::wake);
    this.takeUp = new TakeUp(wire, view, parts);
  }

  /** What to do when nothing but another start will help: a topic is mis-declared. */
  void onFatal(Runnable end) {
    fatal = end;
  }

  WatchedCluster view() {
    return view;
  }

  Looks looks() {
    return looks;
  }

  Rights rights() {
    return cluster;
  }

  Optional<String> kafkaTrouble() {
    return boot.or(wire::trouble);
  }

  private void wake(AppRef app) {
    looks.soon(app);
  }

  private void look(AppRef app) {
    parts.follower().look(app);
    if (boot.isEmpty()) { // else it is not known yet what was told before
      patrol.look(app);
    }
  }

  private void lookAtWaves() {
    waveLooks.nudge("all", parts.waves()::look);
  }

  @Override
  public void start() {
    running = true;
    view.start();
    Thread.ofPlatform().name("boot").start(this::boot);
    Thread.ofPlatform().name("ticks").daemon().start(this::tick);
  }

  private void boot() {
    try {
      while (running && boot.isPresent()) {
        open();
      }
      if (running) {
        wire.fleet().onNews(this::lookAtWaves);
        wire.read(strangers.before(parts.waves()::handle), parts.scaling(), commandLanes, takeUp);
        LOG.info("Reads commands for cluster {}", view.place().cluster());
      }
    } catch (MisdeclaredTopics e) {
      boot = Optional.of(String.valueOf(e.getMessage()));
      LOG.error("The deploy service cannot start: {}", e.getMessage());
      fatal.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open() throws InterruptedException {
    try {
      wire.open(declarations);
      boot = Optional.empty();
    } catch (MisdeclaredTopics e) {
      throw e;
    } catch (RuntimeException e) {
      boot = Optional.of(String.valueOf(e.getMessage()));
      LOG.warn("Kafka is not ready for this service, it tries again: {}", e.getMessage());
      var _ = stopped.await(1, TimeUnit.SECONDS);
    }
  }

  /** Deadlines pass without news. */
  private void tick() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        parts.follower().waiting().forEach(this::wake);
        patrol.waiting().forEach(this::wake);
        lookAtWaves();
        parts.recovery().look();
        wire.backlog().late(clock::asOf).forEach(order -> looks.late(order, parts.lateness()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
    takeUp.close();
    wire.close();
    view.close();
    commandLanes.close();
    waveLooks.close();
    looks.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
