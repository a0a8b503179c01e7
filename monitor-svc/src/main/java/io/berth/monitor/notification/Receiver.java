/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.notification;

/** Receives notifications of alerts. */
public interface Receiver {

  /** A DNS label. */
  String name();

  /** Delivers one notification; blocks for a few seconds at most and never throws. */
  DeliveryResult deliver(OutboxEntry entry);

  /** The result of one attempt. */
  sealed interface DeliveryResult {

    /**
     * Accepted.
     *
     * @param response in a few words
     */
    record Delivered(String response) implements DeliveryResult {}

    /**
     * Failed; to be retried.
     *
     * @param response the reason
     */
    record TransientFailure(String response) implements DeliveryResult {}

    /**
     * Rejected for good; not to be retried.
     *
     * @param response the reason
     */
    record PermanentFailure(String response) implements DeliveryResult {}
  }
}
