/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/** Elasticsearch did not respond, or responded with an error that a later attempt may overcome. */
public final class ElasticsearchUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  public ElasticsearchUnavailableException(String why) {
    super(why);
  }
}
