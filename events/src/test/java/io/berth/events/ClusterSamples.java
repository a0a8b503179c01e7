/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.ResourceSample;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is seen in a cluster: pods, Events, CPU and memory. */
public final class ClusterSamples {

  public static final String POD_UID = "6f0d3a43-5a0c-4d3e-9a54-1de7b5b4a0c2";

  public static final PodFacts CART_POD =
      new PodFacts(
          POD_UID,
          "dc-a",
          "shop",
          "cart-7d4b9-x2x1k",
          "cart",
          "Deployment",
          "cart",
          "node-1",
          "10.1.0.17",
          "Running",
          Map.of("app.kubernetes.io/name", "cart"),
          List.of(
              new PodFacts.ContainerFacts(
                  "cart",
                  "4f1c2d",
                  "registry.example/shop/cart:2.4.0",
                  "registry.example/shop/cart@sha256:9b2c6f7f1e8a",
                  250L,
                  500L,
                  178956971L,
                  268435456L)),
          42L,
          Samples.NOON.minusSeconds(600),
          Samples.NOON);

  public static final ClusterEvent CART_BACK_OFF =
      new ClusterEvent(
          "dc-a",
          "shop",
          "Pod",
          "cart-7d4b9-x2x1k",
          POD_UID,
          "cart",
          "Warning",
          "BackOff",
          "Back-off restarting failed container",
          7,
          2,
          Samples.NOON.minusSeconds(300),
          Samples.NOON,
          "kubelet");

  public static final ResourceSample CART_BUSY =
      new ResourceSample(
          Samples.CART_IN_DC_A,
          Samples.NOON,
          Duration.ofSeconds(15),
          "kubelet",
          3,
          false,
          List.of(
              new PodSample(
                  "cart-7d4b9-x2x1k",
                  POD_UID,
                  "node-1",
                  "Running",
                  false,
                  Samples.NOON.minusSeconds(600),
                  true,
                  Samples.NOON.minusSeconds(590),
                  Samples.NOON.minusSeconds(2),
                  List.of(
                      new PodSample.ContainerSample(
                          "cart", 412L, 201326592L, 250L, 500L, 178956971L, 268435456L)))),
          List.of(
              new ResourceSample.SourceFailure(
                  "kubelet",
                  "its certificate is signed by node-2-ca@1795984391, which is no known authority",
                  List.of("node-2"),
                  1)));

  public static final CustomSample CART_REQUESTS =
      new CustomSample(
          Samples.CART_IN_DC_A,
          Samples.NOON,
          "cart",
          "http_requests_per_second",
          91_500L,
          Map.of("cart-7d4b9-x2x1k", 30_500L));

  private ClusterSamples() {}

  static Map<String, Event> all() {
    return Map.of(
        "berth.pod.facts.v1", CART_POD,
        "berth.cluster.event.v1", CART_BACK_OFF,
        "berth.metrics.resources.v1", CART_BUSY,
        "berth.metrics.custom.v1", CART_REQUESTS);
  }
}
