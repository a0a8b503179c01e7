/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import java.util.List;

/** Where documents are indexed. */
public interface LogIndex {

  /**
   * Creates documents of one data stream that are not there yet. Waits for the answer, never throws
   * for what Elasticsearch does.
   *
   * @return one outcome for each, in their order
   */
  List<Outcome> create(String stream, List<Document> documents);

  /** Puts the index template in place; false where that must be tried again. */
  boolean installTemplate();
}
