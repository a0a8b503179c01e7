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
 * What takes chunks out of Fluency's buffer: over the wire, and from the end of the application on
 * into the backlog, so that its buffer is empty when it is closed.
 */
final class KeepingIngester implements Ingester {

  private final Ingester wire;
  private final Backlog backlog;
  private volatile boolean keeping;

  KeepingIngester(Ingester wire, Backlog backlog) {
    this.wire = wire;
    this.backlog = backlog;
  }

  /** Nothing is sent any more, but for what is on the wire. */
  void keepFromNowOn() {
    keeping = true;
  }

  @Override
  public void ingest(String tag, ByteBuffer chunk) throws IOException {
    ByteBuffer whole = chunk.duplicate();
    if (!keeping) {
      try {
        wire.ingest(tag, chunk);
        return;
      } catch (IOException | RuntimeException e) {
        if (!keeping) {
          throw e;
        }
      }
    }
    keep(whole);
  }

  /** A chunk is {@code [time, record]} after {@code [time, record]}, the time an EventTime. */
  private void keep(ByteBuffer chunk) throws IOException {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(chunk)) {
      while (in.hasNext()) {
        in.unpackArrayHeader();
        ExtensionTypeHeader time = in.unpackExtensionTypeHeader();
        ByteBuffer parts = ByteBuffer.wrap(in.readPayload(time.getLength()));
        Instant at = Instant.ofEpochSecond(Integer.toUnsignedLong(parts.getInt()), parts.getInt());
        backlog.addAnyway(new Line(at, LineBytes.fields(in.unpackValue())));
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
