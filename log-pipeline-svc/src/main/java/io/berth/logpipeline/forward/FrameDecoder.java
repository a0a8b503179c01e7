/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Splits the input into complete MessagePack objects. */
final class FrameDecoder extends ByteToMessageDecoder {

  private final FrameScanner scanner;

  FrameDecoder(ForwardLimits limits) {
    this.scanner = new FrameScanner(limits.frameBytes());
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int length = scanner.scan(in);
    if (length >= 0) {
      byte[] frame = new byte[length];
      in.readBytes(frame);
      out.add(frame);
    }
  }
}
