/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where documents are indexed. Used by several threads at once. */
public interface LogIndex {

  /**
   * Creates documents of one data stream that are not in the index it is written to. Waits for the
   * answer, never throws for what Elasticsearch does.
   *
   * @return one outcome for each, in their order
   */
  List<Outcome> create(String stream, List<Document> documents);

  /** Puts the index template in place; false where that must be tried again. */
  boolean installTemplate();

  /** The backing indices of a data stream. */
  Generations generations(String stream) throws NoAnswer;

  /**
   * Which of these indices, that nobody writes to any more, have which of these ids.
   *
   * @param indices oldest first
   * @return for each id that is in one at least, the oldest that has it
   */
  Map<String, String> holders(List<String> indices, Set<String> ids) throws NoAnswer;

  /** Deletes documents from one backing index; those that are not there are fine. */
  void delete(String index, Set<String> ids) throws NoAnswer;
}
