/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Blocks all frames of a client until it has authenticated, then removes itself from the channel
 * pipeline.
 */
final class HandshakeHandler extends SimpleChannelInboundHandler<byte[]> {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String HOSTNAME = "berth-log-pipeline";
  private static final long PATIENCE_SECONDS = 10;

  private final HandshakeMessages messages;
  private final ChunkReceiver receiver;
  private boolean over;

  HandshakeHandler(ForwardCredentials credentials, ChunkReceiver receiver) {
    this.messages = new HandshakeMessages(credentials, HOSTNAME, random(), random());
    this.receiver = receiver;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    // Clients read it at once or not at all: one write.
    context.writeAndFlush(Unpooled.wrappedBuffer(messages.helo()));
    context.executor().schedule(() -> giveUp(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
    super.channelActive(context);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, byte[] frame) {
    if (over) {
      return;
    }
    over = true;
    HandshakeMessages.HandshakeResult result = messages.answer(frame);
    var written = context.writeAndFlush(Unpooled.wrappedBuffer(result.pong()));
    if (result.isWelcome()) {
      context.pipeline().remove(this);
    } else {
      receiver.refused("not-authenticated");
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void giveUp(ChannelHandlerContext context) {
    if (!over) {
      context.close();
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
