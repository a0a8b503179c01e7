/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Samples;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Scale;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.Operation;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

/** Events as arguments and results of functions in other teams' applications. */
class CloudEventMessageConverterTest {

  private static final Scale SCALE =
      new Scale(CommandMeta.by("release-bot"), AppRef.parse("shop/cart"), 5);

  private final CloudEventMessageConverter converter =
      new CloudEventMessageConverter("/shop/release-bot", InstantSource.fixed(Samples.NOON));

  static Stream<Event> everyEvent() {
    return Samples.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void everyEvent_survivesARoundTrip(Event event) {
    Message<?> message = given(event);

    assertThat(converter.fromMessage(message, event.getClass())).isEqualTo(event);
    assertThat(converter.fromMessage(message, Event.class)).isEqualTo(event);
    assertThat(message.getHeaders().get(KafkaHeaders.KEY, byte[].class))
        .asString(UTF_8)
        .isEqualTo(event.key());
  }

  @Test
  void event_hasTheAttributesOfACloudEvent_andANewId() {
    Message<?> first = given(SCALE);
    Message<?> second = given(SCALE);

    assertThat(text(first, "ce_source")).isEqualTo("/shop/release-bot");
    assertThat(text(first, "ce_time")).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(text(first, "ce_type")).isEqualTo("berth.command.scale.v1");
    assertThat(text(first, "content-type")).isEqualTo("application/json");
    assertThat(text(first, "ce_id")).isNotEqualTo(text(second, "ce_id"));
  }

  @Test
  void envelope_keepsItsId_inBothDirections() {
    Envelope<Scale> envelope = Envelope.of("release-7", "/shop/elsewhere", Samples.NOON, SCALE);

    Message<?> message = given(envelope);

    assertThat(text(message, "ce_id")).isEqualTo("release-7");
    assertThat(converter.fromMessage(message, Envelope.class)).isEqualTo(envelope);
    assertThat(converter.fromMessage(message, Command.class)).isEqualTo(SCALE);
  }

  @Test
  void headersOfTheSender_areKept() {
    Message<?> message =
        Objects.requireNonNull(
            converter.toMessage(SCALE, new MessageHeaders(Map.of("traceparent", "00-ab-cd-01"))));

    assertThat(converter.fromMessage(message, Envelope.class))
        .extracting(envelope -> ((Envelope<?>) envelope).traceparent())
        .isEqualTo("00-ab-cd-01");
  }

  @Test
  void otherPayloads_areLeftToOtherConverters() {
    assertThat(converter.toMessage("text", null)).isNull();
    assertThat(converter.fromMessage(given(SCALE), String.class)).isNull();
    assertThat(converter.fromMessage(MessageBuilder.withPayload(SCALE).build(), Event.class))
        .isNull();
  }

  @Test
  void invalidInput_isAValueIfRequested_orAClearError() {
    Message<byte[]> bad = MessageBuilder.withPayload("no JSON".getBytes(UTF_8)).build();
    Message<?> wrong =
        MessageBuilder.withPayload("{\"replicas\":\"many\"}".getBytes(UTF_8))
            .copyHeaders(given(SCALE).getHeaders())
            .build();

    assertThat(converter.fromMessage(bad, DeserializationResult.class))
        .isInstanceOf(DeserializationResult.Unreadable.class);
    assertThat(converter.fromMessage(wrong, DeserializationResult.class))
        .isInstanceOf(DeserializationResult.Invalid.class);
    assertThatThrownBy(() -> converter.fromMessage(bad, Event.class))
        .isInstanceOf(MessageConversionException.class);
    assertThatThrownBy(() -> converter.fromMessage(wrong, Command.class))
        .isInstanceOf(MessageConversionException.class)
        .hasMessageContaining("replicas");
    assertThatThrownBy(() -> converter.fromMessage(given(SCALE), Operation.class))
        .isInstanceOf(MessageConversionException.class)
        .hasMessageContaining("The event is a Scale; the function takes Operation");
  }

  private Message<?> given(Object event) {
    return Objects.requireNonNull(converter.toMessage(event, null));
  }

  private static String text(Message<?> message, String header) {
    return new String(
        Objects.requireNonNull(message.getHeaders().get(header, byte[].class)), UTF_8);
  }
}
