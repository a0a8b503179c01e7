/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.sampling.ScrapeFailure;

/** A scrape failed. */
final class ScrapeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ScrapeFailure failure;

  ScrapeException(ScrapeFailure failure) {
    super(failure.reason());
    this.failure = failure;
  }

  ScrapeFailure failure() {
    return failure;
  }
}
