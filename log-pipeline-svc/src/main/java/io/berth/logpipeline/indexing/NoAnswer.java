/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

/** Elasticsearch did not answer, or not so that it helps: later again. */
public final class NoAnswer extends Exception {

  private static final long serialVersionUID = 1L;

  public NoAnswer(String why) {
    super(why);
  }
}
