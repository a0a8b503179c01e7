/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.forward.ChunkReceiver.ChunkResult;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One client. Works on one frame at a time and reads no more from the socket meanwhile: that is the
 * back-pressure. A frame that cannot be stored ends the connection without an answer, and the
 * client sends it again.
 */
final class ForwardConnection extends SimpleChannelInboundHandler<byte[]> {

  private final ChunkReceiver receiver;
  private final ChunkEntryReader entries;
  private final Executor workers;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean broken;
  private @Nullable String lastAcked;

  ForwardConnection(ChunkReceiver receiver, Executor workers) {
    this.receiver = receiver;
    this.entries = receiver.entries();
    this.workers = workers;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, byte[] frame) {
    acknowledgementArrived();
    waiting.add(frame);
    context.channel().config().setAutoRead(false);
    next(context);
  }

  private void next(ChannelHandlerContext context) {
    if (busy) {
      return;
    }
    byte[] frame = waiting.poll();
    if (frame == null) {
      context.channel().config().setAutoRead(true);
      return;
    }
    busy = true;
    String peer = peer(context);
    workers.execute(() -> work(context, frame, peer));
  }

  private void work(ChannelHandlerContext context, byte[] frame, String peer) {
    try {
      receiver
          .accept(frame, peer, entries)
          .whenComplete((done, e) -> context.executor().execute(() -> finish(context, done, e)));
    } catch (RuntimeException e) {
      context.executor().execute(() -> finish(context, null, e));
    }
  }

  private void finish(
      ChannelHandlerContext context, @Nullable ChunkResult done, @Nullable Throwable failure) {
    busy = false;
    if (failure != null || done == null) {
      refuse(context, failure);
      return;
    }
    if (done.ack() != null) {
      lastAcked = done.name();
      context.writeAndFlush(Unpooled.wrappedBuffer(done.ack()));
    }
    next(context);
  }

  private void refuse(ChannelHandlerContext context, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    receiver.refused(cause instanceof MalformedFrameException ? "malformed" : "not-stored");
    waiting.clear();
    context.close();
  }

  /** A client that sends more, or closes normally, has read its acknowledgement. */
  private void acknowledgementArrived() {
    if (lastAcked != null) {
      receiver.recent().acknowledged(lastAcked);
      lastAcked = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (!busy && !broken && waiting.isEmpty()) {
      acknowledgementArrived();
    }
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken = true;
    if (cause.getCause() instanceof MalformedFrameException) {
      receiver.refused("malformed");
    }
    context.close();
  }

  private static String peer(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }
}
