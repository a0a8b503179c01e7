/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import io.berth.events.cluster.PodFacts;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The log documents of the benchmark, about 510 bytes each. */
final class LogDocuments {

  private static final String PADDING =
      "payment 4711 accepted for order 2026-11-23/88123, gateway answered in 132 ms, basket of 3"
          + " items, customer segment B, retry 0, route dc-a/edge-2, queue depth 17";

  /** An hour ago: Kafka's retention deletes by these times. */
  private static final long BEGIN = System.currentTimeMillis() - 3_600_000;

  private LogDocuments() {}

  static PodFacts facts(int pod) {
    String name = "cart-" + pod;
    var container =
        new PodFacts.ContainerFacts(
            "cart", "c" + pod, "registry/cart:2.4.0", null, 500L, null, null, null);
    return new PodFacts(
        "uid-" + pod,
        "dc-a",
        "bench",
        name,
        "cart",
        "Deployment",
        "cart",
        "node-1",
        "10.0.0.7",
        "Running",
        Map.of("app.kubernetes.io/name", "cart", "tier", "web"),
        List.of(container),
        7L,
        Instant.EPOCH,
        null);
  }

  static String body(int i) {
    return json(
        "{'@timestamp':'",
        time(i),
        "','level':'info','logger':'shop.Payment','thread':'http-",
        i % 32,
        "','trace_id':'",
        trace(i),
        "','message':'",
        PADDING,
        "'}");
  }

  static String document(int i, String dataset) {
    return json(
        "{'@timestamp':'",
        time(i),
        "','ecs':{'version':'8.17'},'event':{'id':'",
        id(i),
        "','dataset':'",
        dataset,
        "'},'log':{'level':'INFO','logger':'shop.Payment'},",
        "'service':{'name':'cart','version':'2.4.0'},'trace':{'id':'",
        trace(i),
        "'},'host':{'name':'node-",
        i % 9,
        "'},'orchestrator':{'cluster':{'name':'dc-a'}},",
        "'message':'",
        PADDING,
        "'}");
  }

  static String id(int i) {
    return "6f0d3a43-5a0c-4d3e-" + (1_000_000_000 + i);
  }

  private static String trace(int i) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(i * 0x9E3779B97F4A7C15L) + hex.toHexDigits(i * 0xC2B2AE3D27D4EB4FL);
  }

  static String time(int i) {
    return Instant.ofEpochMilli(BEGIN + i).toString();
  }

  /** Apostrophes become quotation marks. */
  static String json(Object... parts) {
    StringBuilder text = new StringBuilder(768);
    for (Object part : parts) {
      text.append(part);
    }
    return text.toString().replace('\'', '"');
  }
}
