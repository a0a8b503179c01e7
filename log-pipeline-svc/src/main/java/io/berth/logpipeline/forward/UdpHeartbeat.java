/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the UDP heartbeat of fluentd on the same port: a zero byte for a zero byte. */
@Sharable
final class UdpHeartbeat extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger LOG = LoggerFactory.getLogger(UdpHeartbeat.class);

  private UdpHeartbeat() {}

  /** Listens; null where the port is taken, and then those who ask over UDP get no answer. */
  static @Nullable Channel listen(EventLoopGroup loops, InetSocketAddress address) {
    var bound =
        new Bootstrap()
            .group(loops)
            .channel(NioDatagramChannel.class)
            .handler(new UdpHeartbeat())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      LOG.warn(
          "UDP port {} is in use, heartbeats of clients with heartbeat_type udp are not answered",
          address.getPort());
      return null;
    }
    return bound.channel();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    if (packet.content().readableBytes() == 1) {
      byte zero = 0;
      context.writeAndFlush(
          new DatagramPacket(context.alloc().buffer(1).writeByte(zero), packet.sender()));
    }
  }
}
