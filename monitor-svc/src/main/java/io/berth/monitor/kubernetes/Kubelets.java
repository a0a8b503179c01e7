/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.monitor.sampling.ContainerRef;
import io.berth.monitor.sampling.Figure;
import io.berth.monitor.sampling.KubeletFigures;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code /metrics/resource} of every node's kubelet, directly: reading through the API server
 * would need the right {@code nodes/proxy}, which lets its holder run commands in every pod. Each
 * kubelet answers into its own place or not at all; none waits for another.
 */
final class Kubelets {

  private static final Logger LOG = LoggerFactory.getLogger(Kubelets.class);
  private static final List<String> ADDRESSES = List.of("InternalIP", "ExternalIP", "Hostname");
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  private final HttpClient http;
  private final String scheme;
  private final Duration timeout;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, KubeletFigures> byNode = new ConcurrentHashMap<>();
  private final Map<String, Instant> answeredAt = new ConcurrentHashMap<>();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  Kubelets(KubernetesClient client, Duration timeout, Clock clock, MeterRegistry meters) {
    this.http = client.getHttpClient();
    this.scheme = client.getMasterUrl().getProtocol();
    this.timeout = timeout;
    this.clock = clock;
    this.meters = meters;
  }

  /** Asks every kubelet that is not still being asked. Does not wait. */
  void ask(Collection<Node> nodes) {
    Set<String> present = new HashSet<>();
    for (Node node : nodes) {
      String name = node.getMetadata().getName();
      present.add(name);
      URI address = address(node);
      if (address != null && underWay.add(name)) {
        ask(name, address);
      }
    }
    byNode.keySet().retainAll(present);
    answeredAt.keySet().retainAll(present);
  }

  /** The figures of all nodes together. */
  Map<ContainerRef, Figure> figures() {
    Map<ContainerRef, Figure> all = new HashMap<>();
    byNode.values().forEach(node -> all.putAll(node.figures()));
    return all;
  }

  /** Nodes whose kubelet has not answered since then. */
  Set<String> silentSince(Collection<Node> nodes, Instant since) {
    return nodes.stream()
        .map(node -> node.getMetadata().getName())
        .filter(name -> !answeredAt.getOrDefault(name, Instant.EPOCH).isAfter(since))
        .collect(Collectors.toSet());
  }

  private void ask(String node, URI address) {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(address)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    http.sendAsync(request, byte[].class)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (response, failure) -> {
              underWay.remove(node);
              answered(node, address, response, failure);
            });
  }

  private void answered(
      String node,
      URI address,
      @Nullable HttpResponse<byte[]> response,
      @Nullable Throwable failure) {
    String problem = problem(response, failure);
    if (problem != null || response == null) {
      meters.counter("berth.monitor.scrape.failures", "source", Figure.KUBELET).increment();
      if (failing.add(node)) {
        LOG.warn("The kubelet of {} gives no figures at {}: {}", node, address, problem);
      }
      return;
    }
    if (failing.remove(node)) {
      LOG.info("The kubelet of {} gives figures again", node);
    }
    Instant now = clock.instant();
    String text = new String(response.body(), UTF_8);
    byNode.compute(
        node, (_, before) -> (before == null ? KubeletFigures.NONE : before).after(text, now));
    answeredAt.put(node, now);
  }

  private static @Nullable String problem(
      @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
    if (failure != null || response == null) {
      return String.valueOf(failure);
    }
    if (response.code() != 200) {
      return "status " + response.code() + " (is nodes/metrics allowed?)";
    }
    return response.body().length > MOST_BYTES ? response.body().length + " bytes" : null;
  }

  private @Nullable URI address(Node node) {
    var status = node.getStatus();
    if (status == null
        || status.getDaemonEndpoints() == null
        || status.getDaemonEndpoints().getKubeletEndpoint() == null) {
      return null;
    }
    Integer port = status.getDaemonEndpoints().getKubeletEndpoint().getPort();
    return ADDRESSES.stream()
        .flatMap(
            type ->
                status.getAddresses().stream()
                    .filter(address -> type.equals(address.getType()))
                    .map(NodeAddress::getAddress))
        .findFirst()
        .filter(_ -> port != null)
        .map(host -> host.contains(":") ? "[" + host + "]" : host)
        .map(host -> URI.create(scheme + "://" + host + ":" + port + "/metrics/resource"))
        .orElse(null);
  }
}
