/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static java.util.function.Predicate.not;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Applies objects in the order of their dependencies: the namespace, then concurrently what lies in
 * it, then the Service, which serves the running release until everything before it is accepted,
 * then the Deployments or the StatefulSet, whose pods need the rest. Where no release runs yet, the
 * Service is written with the objects before it.
 */
final class ApplyOrder {

  private final FencedApply fenced;

  ApplyOrder(FencedApply fenced) {
    this.fenced = fenced;
  }

  /**
   * A call that writes an object.
   *
   * @param object kind/name
   */
  record Write(String object, Runnable call) {

    private Runnable recordedIn(Written written) {
      return () -> {
        call.run();
        written.objects.add(object);
      };
    }
  }

  /** The objects that a command has written so far. */
  static final class Written {

    private final ConcurrentLinkedQueue<String> objects = new ConcurrentLinkedQueue<>();

    List<String> objects() {
      return objects.stream().sorted().toList();
    }
  }

  void apply(List<HasMetadata> objects) {
    apply(objects, List.of(), false, new Written());
  }

  /**
   * As {@link #apply(List)}.
   *
   * @param before other writes that must have ended before a workload, or the Service of a running
   *     release, is written
   * @param firstRelease whether no release runs yet
   * @param written where what was written is recorded
   */
  void apply(List<HasMetadata> objects, List<Write> before, boolean firstRelease, Written written) {
    Predicate<HasMetadata> namespace = Namespace.class::isInstance;
    Predicate<HasMetadata> workload = WorkloadKind::isWorkload;
    Predicate<HasMetadata> servesRelease = it -> it instanceof Service && !firstRelease;
    run(writes(objects, namespace), written);
    List<Write> sideBySide = new ArrayList<>(before);
    sideBySide.addAll(writes(objects, not(namespace.or(servesRelease).or(workload))));
    runInParallel(sideBySide.stream().map(write -> write.recordedIn(written)).toList());
    run(writes(objects, servesRelease), written);
    run(writes(objects, workload), written);
  }

  /**
   * As {@link #apply(List)}, over the application's own Deployment, which is not created where it
   * is gone.
   */
  void restore(List<HasMetadata> objects, Deployment live) {
    Predicate<HasMetadata> workload = WorkloadKind::isWorkload;
    runInParallel(writes(objects, workload.negate()).stream().map(Write::call).toList());
    objects.stream()
        .filter(workload)
        .forEach(object -> fenced.applyOver(live, object, Annotations.DEPLOYER));
  }

  private List<Write> writes(List<HasMetadata> objects, Predicate<HasMetadata> which) {
    return objects.stream()
        .filter(which)
        .map(
            object ->
                new Write(
                    FencedDelete.name(object), () -> fenced.apply(object, Annotations.DEPLOYER)))
        .toList();
  }

  private static void run(List<Write> writes, Written written) {
    writes.forEach(write -> write.recordedIn(written).run());
  }

  /**
   * Runs independent calls concurrently. Returns when all have ended; throws the failure of the
   * first failed call in list order.
   */
  static void runInParallel(List<Runnable> calls) {
    if (calls.size() == 1) {
      calls.getFirst().run();
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> running = calls.stream().map(threads::submit).toList();
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnavailableException("interrupted while the API server was asked", e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    switch (e.getCause()) {
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(e);
    }
  }
}
