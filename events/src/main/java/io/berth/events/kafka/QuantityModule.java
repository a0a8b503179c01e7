/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.InvalidEventException;
import io.berth.events.quantity.DurationFormat;
import io.berth.events.quantity.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads durations and quantities as people write them; writing is as it always was. */
final class QuantityModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  QuantityModule() {
    super("berth-quantities");
    addDeserializer(
        Duration.class,
        new ScalarDeserializer<>(
            Duration.class,
            DurationFormat::parse,
            number -> {
              throw new InvalidEventException(List.of(DurationFormat.withoutUnit(number)));
            }));
    // A number's own text, so that 1.10 and 1e3 are what they were written as.
    addDeserializer(
        Quantity.class, new ScalarDeserializer<>(Quantity.class, Quantity::new, Quantity::new));
  }

  /** From a text or a number; a fault is told as the type tells it. */
  private static final class ScalarDeserializer<T> extends ValueDeserializer<T> {

    private final Class<T> type;
    private final Function<String, T> text;
    private final Function<String, T> number;

    ScalarDeserializer(Class<T> type, Function<String, T> text, Function<String, T> number) {
      this.type = type;
      this.text = text;
      this.number = number;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      JsonToken token = parser.currentToken();
      try {
        if (token == JsonToken.VALUE_STRING) {
          return text.apply(parser.getString());
        }
        if (token != null && token.isNumeric()) {
          return number.apply(parser.getString());
        }
      } catch (InvalidEventException e) {
        throw DatabindException.from(parser, String.valueOf(e.getMessage()), e);
      }
      return type.cast(context.handleUnexpectedToken(type, parser));
    }
  }
}
