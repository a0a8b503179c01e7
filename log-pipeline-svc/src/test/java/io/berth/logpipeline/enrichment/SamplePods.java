/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.cluster.PodFacts;
import io.berth.events.cluster.PodFacts.ContainerFacts;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.json.JsonBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Two pods of two teams, and what documents say of whose a record is. */
final class SamplePods {

  static final Instant NOW = Instant.parse("2026-01-31T12:00:01Z");
  static final String SHOP_ID = "ab".repeat(32);
  static final String PAY_ID = "cd".repeat(32);
  static final PodFacts SHOP = pod("uid-shop", "shop", "cart", SHOP_ID, 12L);
  static final PodFacts PAY = pod("uid-pay", "payns", "pay", PAY_ID, 7L);

  /** All of a document that decides stream, index, application, quota or pod. */
  static final List<String> DECIDES =
      List.of(
          "orchestrator.cluster.name",
          "kubernetes.namespace",
          "kubernetes.pod.name",
          "kubernetes.pod.uid",
          "kubernetes.pod.ip",
          "kubernetes.node.name",
          "kubernetes.deployment.name",
          "kubernetes.owner.kind",
          "kubernetes.owner.name",
          "kubernetes.labels",
          "container.id",
          "container.name",
          "container.image.name",
          "host.name",
          "service.name",
          "berth.app",
          "berth.release",
          "berth.command_id",
          "berth.dropped",
          "berth.pod_facts",
          "berth.tag",
          "data_stream.type",
          "data_stream.dataset",
          "data_stream.namespace",
          "event.dataset",
          "event.id",
          "event.created",
          "event.ingested");

  private SamplePods() {}

  /** What of a document is about the pod. */
  static Map<String, String> pod(JsonNode document) {
    Map<String, String> decisive = decisive(document);
    decisive
        .keySet()
        .retainAll(
            List.of(
                "kubernetes.namespace",
                "kubernetes.pod.name",
                "kubernetes.pod.uid",
                "kubernetes.deployment.name",
                "kubernetes.labels",
                "container.id",
                "container.name",
                "data_stream.namespace"));
    return decisive;
  }

  static Map<String, String> decisive(SampleCollector sender, String line, boolean known) {
    return decisive(document(sender.around(line), sender, known));
  }

  static Map<String, String> decisive(JsonNode document) {
    Map<String, String> decisive = new TreeMap<>();
    for (String field : DECIDES) {
      JsonNode at = document;
      for (String part : field.split("\\.")) {
        at = at.path(part);
      }
      if (!at.isMissingNode()) {
        decisive.put(field, at.isString() ? at.asString() : at.toString());
      }
    }
    return decisive;
  }

  static JsonNode document(Map<String, Object> record, SampleCollector sender, boolean known) {
    PodTable pods = new PodTable();
    pods.put(PAY, NOW);
    if (known) {
      pods.put(SHOP, NOW);
    }
    Object id = record.get("event.id");
    RawLog raw =
        new RawLog("s", sender.tag, NOW, NOW, id instanceof String text ? text : null, record);
    JsonBytes json = new JsonBytes();
    new Enricher(pods, new ArrayList<>()::add).enrich(raw, "t-0-7").writeTo(json);
    EnrichedLog log = EventJson.mapper().readValue(json.toArray(), EnrichedLog.class);
    JsonNode document = EventJson.mapper().valueToTree(log.document());
    assertThat(document.at("/data_stream/namespace").asString()).isEqualTo(log.namespace());
    assertThat(document.at("/data_stream/dataset").asString()).isEqualTo(log.dataset());
    return document;
  }

  static PodFacts pod(String uid, String namespace, String app, String id, long release) {
    return new PodFacts(
        uid,
        "dc-a",
        namespace,
        app + "-1",
        app,
        "Deployment",
        app,
        "node-1",
        "10.1.0.4",
        "Running",
        Map.of("app", app),
        List.of(new ContainerFacts(app, id, app + ":1", null, null, null, null, null)),
        release,
        null,
        null);
  }
}
