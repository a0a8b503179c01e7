/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.komamitsu.fluency.ingester.Ingester;
import org.komamitsu.fluency.ingester.sender.Sender;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * Takes chunks out of Fluency's buffer: sends them, and after the application has ended moves them
 * to the spill queue, so that the buffer is empty when it is closed.
 */
final class SpillingIngester implements Ingester {

  private final Ingester wire;
  private final SpillQueue spillQueue;
  private volatile boolean spilling;

  SpillingIngester(Ingester wire, SpillQueue spillQueue) {
    this.wire = wire;
    this.spillQueue = spillQueue;
  }

  /** From now on chunks are spilled, except those being sent. */
  void spillFromNowOn() {
    spilling = true;
  }

  @Override
  public void ingest(String tag, ByteBuffer chunk) throws IOException {
    ByteBuffer whole = chunk.duplicate();
    if (!spilling) {
      try {
        wire.ingest(tag, chunk);
        return;
      } catch (IOException | RuntimeException e) {
        if (!spilling) {
          throw e;
        }
      }
    }
    spill(whole);
  }

  /** A chunk is {@code [time, record]} after {@code [time, record]}, the time an EventTime. */
  private void spill(ByteBuffer chunk) throws IOException {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(chunk)) {
      while (in.hasNext()) {
        in.unpackArrayHeader();
        ExtensionTypeHeader time = in.unpackExtensionTypeHeader();
        ByteBuffer parts = ByteBuffer.wrap(in.readPayload(time.getLength()));
        Instant at = Instant.ofEpochSecond(Integer.toUnsignedLong(parts.getInt()), parts.getInt());
        spillQueue.addUnbounded(new ShippedEvent(at, ShippedEventCodec.fields(in.unpackValue())));
      }
    }
  }

  @Override
  public Sender getSender() {
    return wire.getSender();
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
