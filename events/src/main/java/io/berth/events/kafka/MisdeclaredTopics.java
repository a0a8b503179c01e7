/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

/**
 * Topics are there and are not as Berth declares them. Waiting heals nothing: the service ends, and
 * somebody alters the topics that the message names.
 */
public final class MisdeclaredTopics extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * @param faults each topic with what was found and what is wanted
   */
  MisdeclaredTopics(String faults) {
    super(
        "Topics are not as Berth declares them: "
            + faults
            + ". Alter the topic (kafka-configs.sh --alter) or use another topic prefix.");
  }
}
