/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

/** Kafka does not take a record for now. */
final class KafkaAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KafkaAway(String message, Throwable cause) {
    super(message, cause);
  }
}
