/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's logs and the commands that run in it. */
public final class PodStreams {

  /** The parameters of a log request; -1 is not given. */
  public record PodLogOptions(
      String container,
      boolean previous,
      int tailLines,
      int limitBytes,
      int sinceSeconds,
      boolean timestamps) {}

  /** What was written so far, and what will be. */
  public record PodLog(String text, LogBuffer buffer, boolean timestamps) {

    public AutoCloseable follow(Consumer<String> lines, Runnable ending) {
      return buffer.follow(l -> lines.accept(print(l, timestamps)), ending);
    }
  }

  private final SimulatedKubelets kubelets;
  private final Store store;
  private final Clock clock;

  public PodStreams(SimulatedKubelets kubelets, Store store, Clock clock) {
    this.kubelets = kubelets;
    this.store = store;
    this.clock = clock;
  }

  /**
   * @throws ApiException 400 when the container is unknown, waiting, or has no previous run
   */
  public PodLog log(ObjectNode pod, PodLogOptions query) {
    JsonNode containers = JsonTrees.at(pod, "spec", "containers");
    String name = container(pod, containers, query.container());
    PodRun run = kubelets.find(ObjectMeta.namespace(pod), ObjectMeta.name(pod)).orElse(null);
    ContainerRun container = run == null ? null : run.container(name).orElse(null);
    LogBuffer buffer = buffer(pod, name, container, query.previous());
    Instant since =
        query.sinceSeconds() < 0 ? Instant.MIN : clock.instant().minusSeconds(query.sinceSeconds());
    List<LogBuffer.Line> lines =
        buffer.lines().stream().filter(l -> l.at().isAfter(since)).toList();
    int tail = query.tailLines();
    if (tail >= 0 && tail < lines.size()) {
      lines = lines.subList(lines.size() - tail, lines.size());
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(l -> text.append(print(l, query.timestamps())));
    int limit = query.limitBytes();
    String cut = limit > 0 && limit < text.length() ? text.substring(0, limit) : text.toString();
    return new PodLog(cut, buffer, query.timestamps());
  }

  private static String container(JsonNode pod, JsonNode containers, String wanted) {
    List<String> names = containers.valueStream().map(c -> JsonTrees.text(c, "name")).toList();
    List<String> before =
        JsonTrees.at(pod, "spec", "initContainers")
            .valueStream()
            .map(c -> JsonTrees.text(c, "name"))
            .toList();
    if (wanted.isEmpty() && names.size() > 1) { // init containers do not count
      throw ApiException.badRequest(
          "a container name must be specified for pod "
              + ObjectMeta.name(pod)
              + ", choose one of: ["
              + String.join(" ", names)
              + "]"
              + (before.isEmpty()
                  ? ""
                  : " or one of the init containers: [" + String.join(" ", before) + "]"));
    }
    if (!wanted.isEmpty() && !names.contains(wanted) && !before.contains(wanted)) {
      throw ApiException.badRequest(
          "container " + wanted + " is not valid for pod " + ObjectMeta.name(pod));
    }
    return wanted.isEmpty() ? names.getFirst() : wanted;
  }

  private static LogBuffer buffer(
      JsonNode pod, String name, @Nullable ContainerRun run, boolean previous) {
    String where = "container \"" + name + "\" in pod \"" + ObjectMeta.name(pod) + "\"";
    if (previous) {
      LogBuffer last = run == null ? null : run.previousLog;
      if (last == null) {
        throw ApiException.badRequest("previous terminated " + where + " not found");
      }
      return last;
    }
    boolean neverRan = run == null || (run.id.isEmpty() && !run.isRunning());
    if (run == null || neverRan) {
      String reason =
          run != null
                  && run.state instanceof ContainerRun.ContainerState.Waiting(String why, String _)
              ? why
              : "ContainerCreating";
      String said =
          switch (reason) {
            case "ErrImagePull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
            default -> reason;
          };
      throw ApiException.badRequest(where + " is waiting to start: " + said);
    }
    return run.log;
  }

  static String print(LogBuffer.Line line, boolean timestamps) {
    return (timestamps ? line.at() + " " : "") + line.text() + "\n";
  }

  /** Runs the words in the pod's tiny shell. */
  public Shell.ExecResult exec(ObjectNode pod, String container, List<String> command) {
    JsonNode containers = JsonTrees.at(pod, "spec", "containers");
    String name =
        container(
            pod,
            containers,
            container.isEmpty() ? JsonTrees.text(containers.path(0), "name") : container);
    PodRun run = kubelets.find(ObjectMeta.namespace(pod), ObjectMeta.name(pod)).orElse(null);
    ContainerRun found = run == null ? null : run.container(name).orElse(null);
    if (run == null || found == null || !found.isRunning()) {
      throw new ApiException(
          500,
          "InternalError",
          "unable to upgrade connection: container not found (\"" + name + "\")",
          null,
          "");
    }
    return Shell.run(pod, run.spec(found), command);
  }

  /** The disruption budgets that select the pod. */
  public List<ObjectNode> budgets(ObjectNode pod) {
    return store.list(ApiResources.BUDGETS, ObjectMeta.namespace(pod)).items().stream()
        .filter(b -> LabelSelector.of(JsonTrees.at(b, "spec", "selector")).test(pod))
        .toList();
  }
}
