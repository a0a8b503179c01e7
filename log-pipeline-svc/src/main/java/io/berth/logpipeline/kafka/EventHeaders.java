/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.kafka.CloudEventHeaders;
import io.berth.logpipeline.json.IsoTime;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Creates the CloudEvents headers for a payload that is serialized by hand. */
final class EventHeaders {

  /** The name of this service in events, groups and clients. */
  static final String SERVICE = "log-pipeline-svc";

  private static final byte[] SOURCE = ("/" + SERVICE).getBytes(UTF_8);
  private static final Header VERSION = header(CloudEventHeaders.SPEC_VERSION, "1.0");
  private static final Header JSON = header(CloudEventHeaders.CONTENT_TYPE, "application/json");

  private final Header type;

  EventHeaders(Class<? extends Event> payload) {
    this.type = header(CloudEventHeaders.TYPE, EventTypes.nameOf(payload));
  }

  RecordHeaders of(String id, byte[] subject, Instant time) {
    return new RecordHeaders(
        new Header[] {
          VERSION,
          header(CloudEventHeaders.ID, id),
          new RecordHeader(CloudEventHeaders.SOURCE, SOURCE),
          type,
          header(CloudEventHeaders.TIME, IsoTime.text(time)),
          new RecordHeader(CloudEventHeaders.SUBJECT, subject),
          JSON
        });
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
