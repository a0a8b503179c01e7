/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens for clients of the Forward protocol. */
public final class ForwardServer implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup loops;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Channel channel;
  private final @Nullable Channel heartbeat;

  /**
   * Opens the port.
   *
   * @param address to listen on, over TCP, and over UDP for heartbeats; port 0 for any that is free
   * @param credentials what clients must know
   * @param tls what they must speak
   * @throws IllegalStateException where it is taken
   */
  public ForwardServer(
      InetSocketAddress address,
      ChunkReceiver receiver,
      ForwardCredentials credentials,
      ForwardTls tls) {
    SslContext secure = tls.context();
    loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(connection(receiver, credentials, secure))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "The Forward receiver cannot listen on "
              + address
              + " ("
              + bound.cause().getMessage()
              + "). Is the port taken, or the address another machine's? Set BERTH_FORWARD_PORT or"
              + " BERTH_FORWARD_LISTEN to another",
          bound.cause());
    }
    channel = bound.channel();
    heartbeat = UdpHeartbeat.listen(loops, new InetSocketAddress(address.getAddress(), port()));
  }

  private ChannelInitializer<SocketChannel> connection(
      ChunkReceiver receiver, ForwardCredentials credentials, @Nullable SslContext secure) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel connection) {
        if (secure != null) {
          connection.pipeline().addLast(secure.newHandler(connection.alloc()));
        }
        connection.pipeline().addLast(new FrameDecoder(receiver.limits()));
        if (credentials.isWanted()) {
          connection.pipeline().addLast(new HandshakeHandler(credentials, receiver));
        }
        connection.pipeline().addLast(new ForwardConnection(receiver, workers));
      }
    };
  }

  /** The port it listens on. */
  public int port() {
    return address().getPort();
  }

  /** The address and port it listens on. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly(1_000);
    if (heartbeat != null) {
      heartbeat.close().awaitUninterruptibly(1_000);
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    workers.shutdown();
  }
}
