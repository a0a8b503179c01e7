/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Times are ISO 8601 and nothing else: Jackson would take 20261231 for seconds since 1970, and be
 * 56 years off without a word.
 */
final class IsoInstantModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  IsoInstantModule() {
    super("iso-times");
    addDeserializer(Instant.class, new InstantDeserializer());
  }

  private static final class InstantDeserializer extends ValueDeserializer<Instant> {

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      try {
        return Instant.parse(parser.getString());
      } catch (DateTimeException e) {
        throw DatabindException.from(parser, String.valueOf(e.getMessage()), e);
      }
    }
  }
}
