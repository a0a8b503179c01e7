/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

/** A registry returned no digest. */
final class RegistryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The kind of failure. */
  enum RegistryFailure {
    /** There is no such image. */
    NOT_FOUND,
    /** It requires other credentials, or any. */
    DENIED,
    /** It does not answer, or not as a registry does: a retry may succeed. */
    UNREACHABLE
  }

  private final RegistryFailure kind;

  RegistryException(RegistryFailure kind, String message) {
    super(message);
    this.kind = kind;
  }

  RegistryFailure kind() {
    return kind;
  }
}
