/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static io.berth.logpipeline.forward.ForwardFrames.entries;
import static io.berth.logpipeline.forward.ForwardFrames.hex;
import static io.berth.logpipeline.forward.ForwardFrames.packed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScannerTest {

  private final FrameScanner scanner = new FrameScanner(1_000);

  @Test
  void frame_thatComesByteByByte_isFoundAtItsLastByte() {
    byte[] frame = packed("app", entries("a", "b"), "c1");
    ByteBuf in = Unpooled.buffer();
    for (int i = 0; i < frame.length - 1; i++) {
      in.writeByte(frame[i]);
      assertThat(scanner.scan(in)).isEqualTo(-1);
    }
    in.writeByte(frame[frame.length - 1]);
    assertThat(scanner.scan(in)).isEqualTo(frame.length);
  }

  @Test
  void severalFramesInOnePiece_areFoundOneAfterTheOther() {
    ByteBuf in = Unpooled.wrappedBuffer(hex("c0 93 01 02 03 81 a1 61 c4 02 00 00 d7 00"));
    List<Integer> lengths = new ArrayList<>();
    int length;
    while ((length = scanner.scan(in)) >= 0) {
      lengths.add(length);
      in.skipBytes(length);
    }
    assertThat(lengths).containsExactly(1, 4, 7);
  }

  @Test
  void frameOfTenThousandPieces_comesOutWhole_andTheNextOneBehindIt() {
    byte[] frame = packed("app", entries("x".repeat(10_000)), "c1");
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(ForwardLimits.DEFAULT));
    for (byte piece : frame) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {piece}));
    }
    channel.writeInbound(Unpooled.wrappedBuffer(hex("c0")));
    assertThat(channel.<byte[]>readInbound()).isEqualTo(frame);
    assertThat(channel.<byte[]>readInbound()).isEqualTo(hex("c0"));
    assertThat(channel.finish()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0",
        "c3",
        "7f",
        "ff",
        "cc ff",
        "cd 00 01",
        "ce 00 00 00 01",
        "cf 00 00 00 00 00 00 00 01",
        "d0 01",
        "d1 00 01",
        "d2 00 00 00 01",
        "d3 00 00 00 00 00 00 00 01",
        "ca 00 00 00 00",
        "cb 00 00 00 00 00 00 00 00",
        "d4 01 00",
        "d5 01 00 00",
        "d6 01 00 00 00 00",
        "d7 00 00 00 00 00 00 00 00 00",
        "c7 01 05 00",
        "c8 00 01 05 00",
        "c9 00 00 00 01 05 00",
        "a2 61 62",
        "d9 01 61",
        "da 00 01 61",
        "db 00 00 00 01 61",
        "c4 01 61",
        "c5 00 01 61",
        "c6 00 00 00 01 61",
        "90",
        "91 01",
        "dc 00 01 01",
        "dd 00 00 00 01 01",
        "80",
        "81 01 02",
        "de 00 01 01 02",
        "df 00 00 00 01 01 02"
      })
  void everyType_hasItsLength(String bytes) {
    byte[] object = hex(bytes);
    assertThat(scanner.scan(Unpooled.wrappedBuffer(object))).isEqualTo(object.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db ff ff ff ff",
        "c6 00 00 04 00",
        "dd ff ff ff ff",
        "df ff ff ff ff",
        "dc 04 00"
      })
  void declaredSizesBeyondTheLimit_areRefusedBeforeTheBytesCome(String head) {
    assertThatThrownBy(() -> scanner.scan(Unpooled.wrappedBuffer(hex(head))))
        .hasMessage("an object of more than 1000 bytes");
  }

  @Test
  void depthBomb_andTheByteThatIsNeverUsed_areRefused() {
    assertThatThrownBy(() -> scanner.scan(Unpooled.wrappedBuffer(hex("91".repeat(100)))))
        .hasMessage("nested deeper than 64");
    assertThatThrownBy(() -> new FrameScanner(9).scan(Unpooled.wrappedBuffer(hex("c1"))))
        .isInstanceOf(MalformedFrameException.class);
  }
}
