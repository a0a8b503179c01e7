/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.DeserializationResult;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Lets the functions of any Spring Cloud Stream application take and give Berth's events as they
 * are: an {@link Event}, an {@link Envelope} where the id matters, or a {@link
 * DeserializationResult} where bad input is to be a value.
 *
 * <p>Not for the suite's own services, which read and write records (see {@link EventTemplate}).
 * Two settings belong to it, since Spring would add headers of its own and leave out these: {@code
 * spring.cloud.stream.kafka.default.producer.header-patterns: ce_*,content-type,traceparent}, and
 * {@code spring.cloud.stream.kafka.binder.auto-create-topics: false}.
 */
public final class CloudEventMessageConverter implements SmartMessageConverter {

  private final CloudEventSerializer serializer = new CloudEventSerializer();
  private final CloudEventDeserializer deserializer = new CloudEventDeserializer();
  private final String source;
  private final InstantSource clock;

  /**
   * @param source the CloudEvents source of events that are given without an envelope, such as
   *     {@code /shop/release-bot}
   */
  public CloudEventMessageConverter(String source) {
    this(source, InstantSource.system());
  }

  CloudEventMessageConverter(String source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public @Nullable Object fromMessage(Message<?> message, Class<?> type) {
    if (!isEvent(type) || !(message.getPayload() instanceof byte[] value)) {
      return null;
    }
    DeserializationResult received = deserializer.deserialize("", headers(message), value);
    if (type.isInstance(received)) {
      return received;
    }
    return switch (received) {
      case DeserializationResult.Readable(Envelope<? extends Event> envelope) ->
          wanted(type, envelope);
      case DeserializationResult.Invalid invalid ->
          throw new MessageConversionException(
              "Event " + invalid.id() + " of type " + invalid.type() + ": " + invalid.fields());
      case DeserializationResult.Unreadable(String reason) ->
          throw new MessageConversionException(reason);
      case null -> throw new MessageConversionException("A tombstone has no event");
    };
  }

  @Override
  public @Nullable Object fromMessage(Message<?> message, Class<?> type, @Nullable Object hint) {
    return fromMessage(message, type);
  }

  private static boolean isEvent(Class<?> type) {
    return Event.class.isAssignableFrom(type)
        || Envelope.class.isAssignableFrom(type)
        || DeserializationResult.class.isAssignableFrom(type);
  }

  private static Object wanted(Class<?> type, Envelope<? extends Event> envelope) {
    Object event = type.isInstance(envelope) ? envelope : envelope.payload();
    if (!type.isInstance(event)) {
      throw new MessageConversionException(
          "The event is a "
              + envelope.payload().getClass().getSimpleName()
              + "; the function takes "
              + type.getSimpleName()
              + ". Let it take what every event of its topic is, such as Operation, or Event");
    }
    return event;
  }

  private static Headers headers(Message<?> message) {
    Headers headers = new RecordHeaders();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (value instanceof byte[] bytes) {
                headers.add(name, bytes);
              } else if (value instanceof String text) {
                headers.add(name, text.getBytes(UTF_8));
              }
            });
    return headers;
  }

  @Override
  public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
    Envelope<?> envelope =
        switch (payload) {
          case Envelope<?> given -> given;
          case Event event ->
              Envelope.of(UUID.randomUUID().toString(), source, clock.instant(), event);
          default -> null;
        };
    if (envelope == null) {
      return null;
    }
    Headers attributes = new RecordHeaders();
    MessageBuilder<byte[]> message =
        MessageBuilder.withPayload(
                Objects.requireNonNull(serializer.serialize("", attributes, envelope)))
            .copyHeaders(headers == null ? Map.of() : headers)
            .setHeader(KafkaHeaders.KEY, envelope.payload().key().getBytes(UTF_8));
    attributes.forEach(attribute -> message.setHeader(attribute.key(), attribute.value()));
    return message.build();
  }

  @Override
  public @Nullable Message<?> toMessage(
      Object payload, @Nullable MessageHeaders headers, @Nullable Object hint) {
    return toMessage(payload, headers);
  }
}
