/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/** The outcome of indexing one document. */
public sealed interface IndexOutcome {

  /** It is indexed, in that backing index. */
  record Indexed(String index) implements IndexOutcome {}

  /** It was indexed before, under the same id: as good as stored. */
  record Duplicate() implements IndexOutcome {}

  /** Elasticsearch is unavailable, overloaded or blocked: retry the same document later. */
  record Retry(String why) implements IndexOutcome {}

  /** The template is missing: install it, then retry the same document. */
  record TemplateMissing() implements IndexOutcome {}

  /** The document does not fit the mapping, and never will as it is. */
  record DocumentRejected(String type, String reason) implements IndexOutcome {}

  /** The request was too large: retry in smaller ones. */
  record TooLarge() implements IndexOutcome {}

  /**
   * What an item of a bulk answer means.
   *
   * @param index the backing index that was meant
   */
  static IndexOutcome of(int status, String index, String type, String reason) {
    return switch (status) {
      case 200, 201 -> new Indexed(index);
      case 409 -> new Duplicate();
      case 404 -> new TemplateMissing();
      case 413 -> new TooLarge();
      // Credentials and blocks: an operator must act; until then documents are retried.
      case 401, 403, 408, 429 -> new Retry(status + " " + type);
      default ->
          status >= 500 ? new Retry(status + " " + type) : new DocumentRejected(type, reason);
    };
  }
}
