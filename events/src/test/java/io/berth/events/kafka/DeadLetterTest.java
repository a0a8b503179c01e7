/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Samples;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

  @Test
  void deadLetter_keepsKeyBytesAndHeaders_withSourceAndReason() {
    byte[] key = "shop/cart".getBytes(UTF_8);
    byte[] value = {0, 1, (byte) 0xff};
    ConsumerRecord<byte[], byte[]> failed =
        new ConsumerRecord<>("t1.berth.commands", 4, 17, key, value);
    failed.headers().add("ce_type", "berth.command.fly.v1".getBytes(UTF_8));

    var letter = DeadLetter.of(failed, "deploy-svc", "an unknown type", Samples.NOON);

    assertThat(letter.topic()).isEqualTo("t1.berth.commands.dead-letters");
    assertThat(letter.key()).isSameAs(key);
    assertThat(letter.value()).isSameAs(value);
    assertThat(
            Stream.of(letter.headers().toArray())
                .map(h -> h.key() + "=" + new String(h.value(), UTF_8)))
        .containsExactlyInAnyOrder(
            "ce_type=berth.command.fly.v1",
            "berth_dl_topic=t1.berth.commands",
            "berth_dl_partition=4",
            "berth_dl_offset=17",
            "berth_dl_service=deploy-svc",
            "berth_dl_reason=an unknown type",
            "berth_dl_at=2026-03-01T12:00:00Z");
    assertThat(failed.headers().toArray()).as("the record itself is left alone").hasSize(1);
  }
}
