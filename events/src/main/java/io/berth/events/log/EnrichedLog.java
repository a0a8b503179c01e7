/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.log;

import io.berth.events.Check;
import io.berth.events.Event;
import java.util.Map;

/**
 * A log record as it is indexed.
 *
 * @param id the document's id: the same record has it again
 * @param stream what must stay in order
 * @param dataset of the data stream {@code logs-<dataset>-<namespace>}
 * @param namespace of the data stream
 * @param document the document in the Elastic Common Schema, nested objects
 */
public record EnrichedLog(
    String id, String stream, String dataset, String namespace, Map<String, Object> document)
    implements Event {
  public EnrichedLog {
    Check.that()
        .text("id", id, 512)
        .text("stream", stream, 500)
        .text("dataset", dataset, 100)
        .text("namespace", namespace, 100)
        .present("document", document)
        .orThrow();
  }

  @Override
  public String key() {
    return stream;
  }
}
