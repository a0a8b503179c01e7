/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import io.berth.events.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The topics of a service. Each service declares one as a bean; its bindings and the documents are
 * compared with it.
 *
 * @param reads the topics that it consumes, by bindings and by plain clients
 * @param writes the topics that it produces, including dead letters
 */
public record ServiceTopics(List<Topic> reads, List<Topic> writes) {

  public ServiceTopics {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  /** All topics, which must exist before a binding is created. */
  public Set<Topic> all() {
    Set<Topic> all = new LinkedHashSet<>(reads);
    all.addAll(writes);
    return all;
  }
}
