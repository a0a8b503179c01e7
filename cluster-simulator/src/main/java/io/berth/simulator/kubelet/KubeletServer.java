/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A kubelet's HTTP endpoints: {@code /metrics/resource} and {@code /stats/summary}. */
public final class KubeletServer {

  private final SimulatedKubelets kubelets;
  private final MetricsServer metrics;
  private final Clock clock;

  public KubeletServer(SimulatedKubelets kubelets, MetricsServer metrics, Clock clock) {
    this.kubelets = kubelets;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** One server for one node, on a free port. */
  public HttpServer listen(Vertx vertx, String host, String node) {
    return vertx.createHttpServer().requestHandler(r -> answer(r, node)).listen(0, host).await();
  }

  private void answer(HttpServerRequest request, String node) {
    switch (request.path()) {
      case "/metrics/resource" ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4")
              .end(resource(node));
      case "/stats/summary" ->
          request
              .response()
              .putHeader("Content-Type", "application/json")
              .end(summary(node).toString());
      case "/healthz" -> request.response().end("ok");
      default -> request.response().setStatusCode(404).end("404 page not found\n");
    }
  }

  private String resource(String node) {
    StringBuilder text = new StringBuilder();
    long now = clock.millis();
    head(
        text,
        "container_cpu_usage_seconds_total",
        "counter",
        "Cumulative cpu time consumed by the container in core-seconds");
    each(
        node,
        (run, c) ->
            sample(
                text,
                "container_cpu_usage_seconds_total",
                run,
                c,
                String.format(Locale.ROOT, "%.6f", c.cpuSeconds),
                now));
    head(
        text,
        "container_memory_working_set_bytes",
        "gauge",
        "Current working set of the container in bytes");
    each(
        node,
        (run, c) ->
            sample(
                text,
                "container_memory_working_set_bytes",
                run,
                c,
                Long.toString(c.memoryBytes),
                now));
    head(
        text,
        "pod_cpu_usage_seconds_total",
        "counter",
        "Cumulative cpu time consumed by the pod in core-seconds");
    for (PodRun run : kubelets.on(node)) {
      double seconds = run.containers.stream().mapToDouble(c -> c.cpuSeconds).sum();
      text.append(
          String.format(
              Locale.ROOT,
              "pod_cpu_usage_seconds_total{namespace=\"%s\",pod=\"%s\"} %.6f %d%n",
              run.namespace(),
              run.name(),
              seconds,
              now));
    }
    head(
        text,
        "scrape_error",
        "gauge",
        "1 if there was an error while getting container metrics, 0 otherwise");
    return text.append("scrape_error 0\n").toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(" [STABLE] ").append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private interface ContainerVisitor {
    void of(PodRun run, ContainerRun container);
  }

  private void each(String node, ContainerVisitor visit) {
    for (PodRun run : kubelets.on(node)) {
      run.containers.stream().filter(ContainerRun::isRunning).forEach(c -> visit.of(run, c));
    }
  }

  private static void sample(
      StringBuilder text, String name, PodRun run, ContainerRun c, String value, long now) {
    text.append(name)
        .append("{container=\"")
        .append(c.name)
        .append("\",namespace=\"")
        .append(run.namespace())
        .append("\",pod=\"")
        .append(run.name())
        .append("\"} ")
        .append(value)
        .append(' ')
        .append(now)
        .append('\n');
  }

  private ObjectNode summary(String node) {
    ObjectNode summary = JsonTrees.object();
    ObjectNode about = summary.putObject("node").put("nodeName", node);
    ObjectNode used = (ObjectNode) metrics.node(node).path("usage");
    long nanos = Long.parseLong(JsonTrees.text(used, "cpu").replace("n", ""));
    long bytes = Long.parseLong(JsonTrees.text(used, "memory").replace("Ki", "")) * 1024;
    figures(about, nanos, 0, bytes);
    ArrayNode pods = summary.putArray("pods");
    for (PodRun run : kubelets.on(node)) {
      ObjectNode pod = pods.addObject();
      pod.putObject("podRef")
          .put("name", run.name())
          .put("namespace", run.namespace())
          .put("uid", run.uid);
      pod.put("startTime", ObjectMeta.time(run.started));
      ArrayNode containers = pod.putArray("containers");
      long podNanos = 0;
      long podBytes = 0;
      for (ContainerRun c : run.containers) {
        long own = Math.round(c.cpuMillis * 1_000_000);
        figures(
            containers.addObject().put("name", c.name),
            own,
            Math.round(c.cpuSeconds * 1e9),
            c.memoryBytes);
        podNanos += own;
        podBytes += c.memoryBytes;
      }
      figures(pod, podNanos, 0, podBytes);
    }
    return summary;
  }

  private void figures(ObjectNode of, long nanoCores, long nanoSeconds, long bytes) {
    ObjectNode cpu =
        of.putObject("cpu")
            .put("time", ObjectMeta.time(clock.instant()))
            .put("usageNanoCores", nanoCores);
    if (nanoSeconds > 0) {
      cpu.put("usageCoreNanoSeconds", nanoSeconds);
    }
    of.putObject("memory")
        .put("time", ObjectMeta.time(clock.instant()))
        .put("usageBytes", bytes)
        .put("workingSetBytes", bytes);
  }
}
