/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

/** Kafka does not acknowledge a record. */
final class BrokerAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokerAwayException(String message) {
    super(message);
  }
}
