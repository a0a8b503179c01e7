/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.kubernetes.KubernetesCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service's logic in one life: it dies, as by {@code kill -9}, before its n-th write to the API
 * server, word to Kafka or commit, and does nothing more after that.
 */
public final class CrashingService implements AutoCloseable {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LATE = Duration.ofSeconds(30);

  /** Whose requests a thread makes: a life begins, works and ends in one and its children. */
  private static final ThreadLocal<CrashingService> LIVING = new InheritableThreadLocal<>();

  /** No exception that anything would catch. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String before) {
      super("died before: " + before);
    }
  }

  private final int lastStep;
  private final AtomicInteger steps = new AtomicInteger();
  private final TestPipeline pipeline;
  private final RecordingOperationLog operations;

  /**
   * @param lastStep the step before which it dies; {@link Integer#MAX_VALUE} for a full life
   */
  public CrashingService(
      KubernetesClient client, InformerAppCache cache, List<Operation> topic, int lastStep) {
    this.lastStep = lastStep;
    this.operations = new RecordingOperationLog(topic, this::step);
    String name = Harness.CLUSTER;
    MonotonicClock clock = new MonotonicClock(InstantSource.system(), System::nanoTime);
    Planner planner =
        new Planner(
            new PolicyRules(
                new PolicyParameters(3, List.of("latest"), 65_536, List.of(), List.of())));
    KubernetesCluster cluster = new KubernetesCluster(name, client, cache, 20, (_, _) -> false);
    RolloutDecider decider = new RolloutDecider(new FailureGracePeriods(SOON, SOON, SOON, LATE));
    this.pipeline =
        new TestPipeline(
            new ClusterContext(name, cache, cluster, operations, clock), planner, decider);
    LIVING.set(this);
  }

  /** Takes up what was left and handles what was not committed. */
  public void recover(List<ReceivedCommand> commands) {
    pipeline.removals().resume(commands);
    pipeline.recovery().run(operations.open());
  }

  public void handle(ReceivedCommand received) {
    pipeline.handler().handle(received);
    step("commit of " + received.id());
  }

  public void reconcile(AppRef app) {
    pipeline.reconciler().reconcile(app);
    pipeline.removals().reconcile(app);
  }

  public boolean concluded(String commandId) {
    return operations.isConcluded(commandId);
  }

  public int steps() {
    return steps.get();
  }

  private void step(String name) {
    if (steps.incrementAndGet() >= lastStep) {
      throw new Death(name);
    }
  }

  /** A client for all of them. Every request that changes something is a step of a life. */
  public static KubernetesClient client(Config config) {
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
      CrashingService living = LIVING.get();
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
