/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.AlertAndLogSamples;
import io.berth.events.CommandSamples;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Samples;
import io.berth.events.Topics;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

  private final MockProducer<String, Envelope<? extends Event>> kafka =
      new MockProducer<>(true, null, new StringSerializer(), new CloudEventSerializer());
  private final EventPublisher publisher = new EventPublisher(kafka, "/shop/bot", "t1.");

  @Test
  void payload_goesToItsTopic_underItsKey_withANewId() {
    var first = publisher.publish(CommandSamples.SCALE_CART).join();
    var second = publisher.publish(CommandSamples.SCALE_CART).join();
    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(first.position().topic()).isEqualTo("t1.berth.commands");
    ProducerRecord<String, Envelope<? extends Event>> sent = kafka.history().getFirst();
    assertThat(sent.key()).isEqualTo("shop/cart");
    assertThat(sent.value().id()).isEqualTo(first.id());
    assertThat(sent.value().source()).isEqualTo("/shop/bot");
  }

  @Test
  void envelope_keepsItsId_whenSentAgain() {
    assertThat(publisher.publish(Samples.envelope(CommandSamples.STOP_CART)).join().id())
        .isEqualTo(Samples.COMMAND_ID);
  }

  @Test
  void anotherTopic_canBeNamed() {
    publisher.publish(Topics.ALERT_HISTORY, Samples.envelope(AlertAndLogSamples.CART_FIRES)).join();
    assertThat(kafka.history().getFirst().topic()).isEqualTo("t1.berth.alerts.history");
  }

  @Test
  void removal_isATombstone() {
    publisher.remove(Topics.SCALING_POLICIES, "shop/cart").join();
    assertThat(kafka.history().getFirst().value()).isNull();
    assertThat(kafka.history().getFirst().key()).isEqualTo("shop/cart");
  }

  @Test
  void brokerError_failsTheFuture() {
    kafka.sendException = new KafkaException("no such topic");
    assertThatThrownBy(() -> publisher.publish(CommandSamples.SCALE_CART).join())
        .hasStackTraceContaining("no such topic");
  }

  @Test
  void close_closesTheProducer() {
    publisher.close();
    assertThat(kafka.closed()).isTrue();
  }
}
