/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import java.security.cert.CertificateException;

/** A kubelet's serving certificate was rejected. */
final class KubeletCertificateException extends CertificateException {

  private static final long serialVersionUID = 1L;

  private final transient ScrapeFailure failure;

  KubeletCertificateException(FailureKind kind, String detail) {
    super(kind.text());
    this.failure = new ScrapeFailure(kind, detail);
  }

  ScrapeFailure failure() {
    return failure;
  }
}
