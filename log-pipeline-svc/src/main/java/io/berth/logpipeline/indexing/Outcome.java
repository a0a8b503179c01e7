/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/** What became of one document. */
public sealed interface Outcome {

  /** It is indexed, in that backing index. */
  record Stored(String index) implements Outcome {}

  /** It was indexed before, under the same id: as good as stored. */
  record Duplicate() implements Outcome {}

  /** Elasticsearch is away, under pressure or blocked: the same document again, later. */
  record TryAgain(String why) implements Outcome {}

  /** The template is missing: install it, then the same document again. */
  record TemplateMissing() implements Outcome {}

  /** The document does not fit the mapping, and never will as it is. */
  record Refused(String type, String reason) implements Outcome {}

  /** The request was too large: in smaller ones again. */
  record TooLarge() implements Outcome {}

  /**
   * What an item of a bulk answer means.
   *
   * @param index the backing index that was meant
   */
  static Outcome of(int status, String index, String type, String reason) {
    return switch (status) {
      case 200, 201 -> new Stored(index);
      case 409 -> new Duplicate();
      case 404 -> new TemplateMissing();
      case 413 -> new TooLarge();
      // Credentials and blocks: an operator must act, and until then nothing is given up.
      case 401, 403, 408, 429 -> new TryAgain(status + " " + type);
      default -> status >= 500 ? new TryAgain(status + " " + type) : new Refused(type, reason);
    };
  }
}
