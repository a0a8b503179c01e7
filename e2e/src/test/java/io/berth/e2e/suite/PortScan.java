/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.TreeSet;

/**
 * Knocks at every TCP port of an address and prints those that open, one on a line. A program of
 * its own, since it runs in another network namespace.
 */
final class PortScan {

  private static final int AT_ONCE = 500;
  private static final int LAST = 65_535;
  private static final long PATIENCE_MILLIS = 20_000;

  private final InetAddress target;
  private final Selector selector;
  private final Set<Integer> open = new TreeSet<>();
  private int next = 1;
  private int knocking;

  private PortScan(InetAddress target) throws IOException {
    this.target = target;
    this.selector = Selector.open();
  }

  public static void main(String[] arguments) throws IOException {
    new PortScan(InetAddress.ofLiteral(arguments[0])).run().forEach(System.out::println);
  }

  private Set<Integer> run() throws IOException {
    while (next <= LAST || knocking > 0) {
      while (next <= LAST && knocking < AT_ONCE) {
        knock(next++);
      }
      if (selector.select(PATIENCE_MILLIS) == 0 && knocking > 0) {
        throw new IOException(knocking + " ports of " + target + " neither open nor refuse");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        finish(key);
      }
      selector.selectedKeys().clear();
    }
    return open;
  }

  private void knock(int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, port);
    knocking++;
    try {
      if (channel.connect(new InetSocketAddress(target, port))) {
        end(channel, port, true);
      }
    } catch (IOException _) {
      end(channel, port, false);
    }
  }

  private void finish(SelectionKey key) throws IOException {
    var channel = (SocketChannel) key.channel();
    int port = (Integer) key.attachment();
    try {
      if (key.isValid() && channel.finishConnect()) {
        end(channel, port, true);
      }
    } catch (IOException _) {
      end(channel, port, false);
    }
  }

  private void end(SocketChannel channel, int port, boolean opened) throws IOException {
    if (opened) {
      open.add(port);
    }
    knocking--;
    channel.close();
  }
}
