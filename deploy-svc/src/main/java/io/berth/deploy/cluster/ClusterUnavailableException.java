/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

/** The API server does not answer, is overloaded or cannot serve this request now: retry it. */
public final class ClusterUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why the request did not succeed. */
  public enum Reason {
    /** No answer, or one that it cannot serve requests now. */
    NO_ANSWER,
    /** It answered, and does not know the service's credentials. */
    UNAUTHORIZED,
    /** It answered, and somebody else writes the same object. */
    CONFLICT
  }

  public ClusterUnavailableException(String message, Throwable cause) {
    this(Reason.NO_ANSWER, message, cause);
  }

  public ClusterUnavailableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
