/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.log.EnrichedLog;
import io.berth.logpipeline.json.JsonBytes;

/** A record enriched: what an {@link EnrichedLog} is on Kafka, before it is written. */
public final class EnrichmentResult {

  private final EnrichedLog head;
  private final EcsDocument document;

  /**
   * @param head without the document; it has been through the contract's own checks
   */
  EnrichmentResult(EnrichedLog head, EcsDocument document) {
    this.head = head;
    this.document = document;
  }

  /** The same for the same record, however often it comes. */
  public String id() {
    return head.id();
  }

  /** What must stay in order. */
  public String stream() {
    return head.stream();
  }

  /** The application; empty where none is known. */
  public String app() {
    return document.text(EcsField.BERTH_APP);
  }

  /** The application's cluster; empty where none is known. */
  public String cluster() {
    return document.text(EcsField.ORCHESTRATOR_CLUSTER_NAME);
  }

  /** The application's namespace in Kubernetes; empty where none is known. */
  public String namespace() {
    return document.text(EcsField.KUBERNETES_NAMESPACE);
  }

  /** {@code log.level}; empty where none is known. */
  public String level() {
    return document.text(EcsField.LOG_LEVEL);
  }

  /**
   * Writes an {@code EnrichedLog}; the fields before the document are those that are looked for.
   */
  public void writeTo(JsonBytes json) {
    json.raw("{\"id\":").text(head.id());
    json.raw(",\"stream\":").text(head.stream());
    json.raw(",\"dataset\":").text(head.dataset());
    json.raw(",\"namespace\":").text(head.namespace());
    json.raw(",\"document\":");
    document.writeTo(json);
    json.add('}');
  }
}
