/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.kubernetes.metrics.KubeletAddresses.Address;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.api.model.Node;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes each kubelet at its node's address. Where a node has several addresses, the next is tried
 * when one is unreachable, and the one that answered is tried first afterwards. A kubelet without
 * {@code /metrics/resource}, before Kubernetes 1.18, is scraped at {@code /metrics/cadvisor}, which
 * needs the same right and returns much more.
 */
final class KubeletMetricsSource implements NodeMetricsSource {

  private static final String RESOURCE = "/metrics/resource";
  private static final String CADVISOR = "/metrics/cadvisor";

  private final MetricsTextClient client;
  private final String scheme;
  private final KubeletAddresses addresses;
  private final @Nullable KubeletTrustManager trust;
  private final Map<String, Address> lastReachable = new ConcurrentHashMap<>();
  private final Map<String, String> paths = new ConcurrentHashMap<>();

  /**
   * @param scheme {@code https}, or {@code http} of a simulated cluster
   * @param trust gets the names of each address's node; null without verification
   */
  KubeletMetricsSource(
      MetricsTextClient client,
      String scheme,
      KubeletAddresses addresses,
      @Nullable KubeletTrustManager trust) {
    this.client = client;
    this.scheme = scheme;
    this.addresses = addresses;
    this.trust = trust;
  }

  @Override
  public MetricsSource source() {
    return MetricsSource.KUBELET;
  }

  @Override
  public CompletableFuture<String> scrape(Node node) {
    List<Address> all = new ArrayList<>(addresses.of(node));
    if (all.isEmpty()) {
      return CompletableFuture.failedFuture(
          new ScrapeException(
              new ScrapeFailure(
                  FailureKind.NO_ADDRESS,
                  "found " + String.join(", ", KubeletAddresses.names(node)))));
    }
    Address last = lastReachable.get(name(node));
    if (last != null && all.remove(last)) {
      all.addFirst(last);
    }
    if (trust != null) {
      Set<String> names = KubeletAddresses.names(node);
      all.forEach(address -> trust.registerNames(address, names));
    }
    return tryEach(name(node), all, 0);
  }

  /** Where all fail, the failure is that of the most preferred address. */
  private CompletableFuture<String> tryEach(String node, List<Address> all, int index) {
    Address address = all.get(index);
    return scrapeAt(node, address)
        .exceptionallyCompose(
            failure -> {
              ScrapeFailure why = ScrapeFailures.of(failure);
              CompletableFuture<String> failed =
                  CompletableFuture.failedFuture(new ScrapeException(withAddress(address, why)));
              return index + 1 < all.size() && why.kind().isUnreachable()
                  ? tryEach(node, all, index + 1).exceptionallyCompose(_ -> failed)
                  : failed;
            });
  }

  private CompletableFuture<String> scrapeAt(String node, Address address) {
    String path = paths.getOrDefault(node, RESOURCE);
    return get(address, path)
        .exceptionallyCompose(
            failure -> {
              ScrapeFailure why = ScrapeFailures.of(failure);
              if (why.kind() != FailureKind.NOT_FOUND) {
                return CompletableFuture.failedFuture(failure);
              }
              String other = path.equals(RESOURCE) ? CADVISOR : RESOURCE;
              return get(address, other).whenComplete((text, _) -> rememberPath(node, other, text));
            })
        .whenComplete(
            (text, _) -> {
              if (text != null) {
                lastReachable.put(node, address);
              }
            });
  }

  private void rememberPath(String node, String path, @Nullable String text) {
    if (text == null) {
      paths.remove(node);
    } else {
      paths.put(node, path);
    }
  }

  private CompletableFuture<String> get(Address address, String path) {
    try {
      return client.get(URI.create(scheme + "://" + address.text() + path));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new ScrapeException(
              new ScrapeFailure(FailureKind.OTHER, String.valueOf(e.getMessage()))));
    }
  }

  /** Adds the address to the detail of a connection failure. */
  private static ScrapeFailure withAddress(Address address, ScrapeFailure why) {
    return why.kind().isUnreachable()
            || why.kind() == FailureKind.CLOSED
            || why.kind() == FailureKind.NOT_TLS
        ? new ScrapeFailure(
            why.kind(),
            "at " + address.text() + (why.detail().isEmpty() ? "" : ", " + why.detail()))
        : why;
  }

  @Override
  public void retain(Collection<Node> nodes) {
    Set<String> names = nodes.stream().map(KubeletMetricsSource::name).collect(Collectors.toSet());
    lastReachable.keySet().retainAll(names);
    paths.keySet().retainAll(names);
    if (trust != null) {
      trust.retain(
          nodes.stream().flatMap(n -> addresses.of(n).stream()).collect(Collectors.toSet()));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static String name(Node node) {
    return node.getMetadata().getName();
  }
}
