/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.platform;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Samples;

/** Events as they come from a topic. */
final class SampleEnvelopes {

  private SampleEnvelopes() {}

  static Envelope<Event> of(String id, Event event) {
    return Envelope.of(id, "/test", Samples.NOON, event);
  }
}
