/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

/**
 * A payload of one of Berth's topics. Each type is registered with its topic and its CloudEvents
 * {@code type} in {@link EventTypes}.
 */
public interface Event {

  /** The Kafka key: what must stay in order together shares it. Never part of the JSON. */
  String key();
}
