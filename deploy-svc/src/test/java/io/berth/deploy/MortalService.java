/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.delivery.AutoRollback;
import io.berth.deploy.delivery.Deployer;
import io.berth.deploy.delivery.Errands;
import io.berth.deploy.delivery.Follower;
import io.berth.deploy.delivery.Pinning;
import io.berth.deploy.delivery.Recovery;
import io.berth.deploy.delivery.Staged;
import io.berth.deploy.delivery.SteadyTime;
import io.berth.deploy.delivery.Unheard;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.queue.Backlog;
import io.berth.deploy.queue.Tenure;
import io.berth.deploy.release.Resolution;
import io.berth.deploy.rollout.Patience;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.waves.Fleet;
import io.berth.events.AppRef;
import io.berth.events.operation.Operation;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.Interceptor.RequestTags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service's logic in one life: it dies, as by {@code kill -9}, before its n-th write to the API
 * server, word to Kafka or commit, and does nothing more after that.
 */
final class MortalService implements AutoCloseable {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LATE = Duration.ofSeconds(30);

  /** Whose requests a thread makes: a life begins, works and ends in one and its children. */
  private static final ThreadLocal<MortalService> LIVING = new InheritableThreadLocal<>();

  /** No exception that anything would catch. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String before) {
      super("died before: " + before);
    }
  }

  private final int lastStep;
  private final AtomicInteger steps = new AtomicInteger();
  private final Deployer deployer;
  private final Follower follower;
  private final Recovery recovery;
  private final RecordedOperations operations;

  /**
   * @param lastStep the step before which it dies; {@link Integer#MAX_VALUE} for a full life
   */
  MortalService(KubernetesClient client, WatchedCluster view, List<Operation> topic, int lastStep) {
    this.lastStep = lastStep;
    this.operations = new RecordedOperations(topic, this::step);
    String name = Harness.CLUSTER;
    SteadyTime clock = new SteadyTime(InstantSource.system(), System::nanoTime);
    Planner planner =
        new Planner(
            new Rules(new PolicyParameters(3, List.of("latest"), 65_536, List.of(), List.of())));
    KubernetesCluster cluster = new KubernetesCluster(name, client, view, 20, (_, _) -> false);
    RolloutDecider decider = new RolloutDecider(new Patience(SOON, SOON, SOON, LATE));
    this.follower = new Follower(name, decider, view, cluster, operations, new Unheard(), clock);
    this.deployer =
        new Deployer(
            name,
            new Pinning(planner, _ -> new Resolution.Nothing()),
            cluster,
            operations,
            follower,
            new Backlog(Tenure.ALL),
            clock);
    Errands errands = new Errands(Tenure.ALL, (_, task) -> task.run());
    this.recovery =
        new Recovery(name, view, cluster, operations, follower, errands, Tenure.ALL, clock);
    LIVING.set(this);
    follower.onFailure(
        new AutoRollback(name, planner, cluster, operations, follower, clock, errands));
    follower.onStages(
        new Staged(
            name,
            decider,
            view,
            cluster,
            operations,
            (_, _) -> new Fleet(Map.of(), List.of()),
            follower,
            clock,
            errands));
  }

  /** Takes up what was left and handles what was not committed. */
  void takeUp() {
    recovery.run(operations.open());
  }

  void handle(Order order) {
    deployer.handle(order);
    step("commit of " + order.id());
  }

  void look(AppRef app) {
    follower.look(app);
  }

  boolean concluded(String commandId) {
    return operations.concluded(commandId);
  }

  int steps() {
    return steps.get();
  }

  private void step(String name) {
    if (steps.incrementAndGet() >= lastStep) {
      throw new Death(name);
    }
  }

  /** A client for all of them. Every request that changes something is a step of a life. */
  static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config)
                .withRequestRetryBackoffLimit(0)
                .withUserAgent("berth-deploy")
                .build())
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor("mortal", new Writes()))
        .build();
  }

  private static final class Writes implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      MortalService living = LIVING.get();
      if (living != null && !request.method().equals("GET")) {
        living.step(request.method() + " " + request.uri().getPath());
      }
    }
  }

  @Override
  public void close() {
    LIVING.remove();
  }
}
