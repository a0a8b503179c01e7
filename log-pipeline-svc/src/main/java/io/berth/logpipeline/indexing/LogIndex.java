/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The index that documents are written to. Thread-safe. */
public interface LogIndex {

  /**
   * Creates documents of one data stream that are not in the index it is written to. Waits for the
   * answer, never throws for what Elasticsearch does.
   *
   * @return one outcome for each, in their order
   */
  List<IndexOutcome> create(String stream, List<IndexDocument> documents);

  /** Puts the index templates in place. */
  void installTemplate() throws ElasticsearchUnavailableException;

  /** The backing indices of a data stream. */
  BackingIndices generations(String stream) throws ElasticsearchUnavailableException;

  /**
   * Finds ids in indices that are no longer written to.
   *
   * @param indices oldest first
   * @return for each id that is in one at least, the oldest that has it
   */
  Map<String, String> holders(List<String> indices, Set<String> ids)
      throws ElasticsearchUnavailableException;

  /** Deletes documents from one backing index; those that are not there are fine. */
  void delete(String index, Set<String> ids) throws ElasticsearchUnavailableException;
}
