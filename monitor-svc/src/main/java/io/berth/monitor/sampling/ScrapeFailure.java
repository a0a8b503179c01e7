/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

/**
 * The reason why a scrape failed.
 *
 * @param kind by which failures of many nodes are grouped
 * @param detail of this one, such as a certificate's issuer; may be empty
 */
public record ScrapeFailure(FailureKind kind, String detail) {

  private static final int MAX_LENGTH = 300;

  public ScrapeFailure {
    detail = detail.length() <= MAX_LENGTH ? detail : detail.substring(0, MAX_LENGTH - 1) + "…";
  }

  /** The kind of failure; its text completes "kubelet of node-1: …". */
  public enum FailureKind {
    UNKNOWN_AUTHORITY("certificate not signed by a known authority"),
    OTHER_NAME("certificate for another name"),
    EXPIRED("certificate expired"),
    NOT_YET_VALID("certificate not valid yet"),
    CERTIFICATE_REJECTED("certificate not accepted"),
    NO_SERVING_CERTIFICATE("no serving certificate yet (TLS alert internal_error)"),
    CLIENT_REJECTED("our client certificate is not accepted"),
    TLS("TLS handshake failed"),
    NOT_TLS("no TLS is spoken there"),
    REFUSED("connection refused, or no route"),
    UNKNOWN_HOST("host name without an address"),
    TIMED_OUT("no answer in time"),
    CLOSED("connection closed without an answer"),
    UNAUTHORIZED("401 Unauthorized"),
    FORBIDDEN("403 Forbidden"),
    NOT_FOUND("404 Not Found"),
    STATUS("an error was answered"),
    TOO_LARGE("the answer is too large"),
    NO_FIGURES("answers without figures of any container"),
    NO_ADDRESS("no address of a preferred type"),
    NOT_INSTALLED("not installed in this cluster"),
    UNAVAILABLE("registered, but nothing answers behind it"),
    OTHER("cannot be asked");

    private final String text;

    FailureKind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    /** Whether another address of the same node may succeed. */
    public boolean isUnreachable() {
      return this == REFUSED || this == UNKNOWN_HOST || this == TIMED_OUT;
    }
  }

  public static ScrapeFailure of(FailureKind kind) {
    return new ScrapeFailure(kind, "");
  }

  /** The reason in words. */
  public String reason() {
    return detail.isEmpty() ? kind.text() : kind.text() + " (" + detail + ")";
  }
}
