/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

/** A registry gave no digest. */
final class RegistryTrouble extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of a no it is. */
  enum Kind {
    /** It answered that there is no such image. */
    ABSENT,
    /** It wants other credentials, or any. */
    DENIED,
    /** It does not answer, or not as a registry does: the same question may be answered later. */
    AWAY
  }

  private final Kind kind;

  RegistryTrouble(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
