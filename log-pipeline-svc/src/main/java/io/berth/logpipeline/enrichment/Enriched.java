/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.logpipeline.json.JsonBytes;

/**
 * A record enriched: what {@link io.berth.events.log.EnrichedLog} is on Kafka, before it is
 * written.
 */
public final class Enriched {

  private final String id;
  private final String stream;
  private final String dataset;
  private final String namespace;
  private final Document document;

  Enriched(String id, String stream, String dataset, String namespace, Document document) {
    this.id = id;
    this.stream = stream;
    this.dataset = dataset;
    this.namespace = namespace;
    this.document = document;
  }

  /** The same for the same record, however often it comes. */
  public String id() {
    return id;
  }

  /** What must stay in order. */
  public String stream() {
    return stream;
  }

  /** The application; empty where none is known. */
  public String app() {
    return document.text(Field.BERTH_APP);
  }

  /** The application's cluster; empty where none is known. */
  public String cluster() {
    return document.text(Field.ORCHESTRATOR_CLUSTER_NAME);
  }

  /** The application's namespace in Kubernetes; empty where none is known. */
  public String namespace() {
    return document.text(Field.KUBERNETES_NAMESPACE);
  }

  /** {@code log.level}; empty where none is known. */
  public String level() {
    return document.text(Field.LOG_LEVEL);
  }

  /**
   * Writes an {@code EnrichedLog}; the fields before the document are those that are looked for.
   */
  public void writeTo(JsonBytes json) {
    json.raw("{\"id\":").text(id);
    json.raw(",\"stream\":").text(stream);
    json.raw(",\"dataset\":").text(dataset);
    json.raw(",\"namespace\":").text(namespace);
    json.raw(",\"document\":");
    document.writeTo(json);
    json.add('}');
  }
}
