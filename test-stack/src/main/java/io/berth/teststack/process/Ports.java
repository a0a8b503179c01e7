/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports of this machine. */
public final class Ports {

  private static final int CONNECT_MILLIS = 1_000;
  private static final int FIRST = 28_000;
  private static final int COUNT = 4_700;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));
  private static final InetAddress LOOPBACK_4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");

  private Ports() {}

  /**
   * A port that is free at this moment. It lies below those that Linux gives to outgoing
   * connections (32768 to 60999): a server that is killed and started again finds it free, where a
   * client's connection could have taken one of those meanwhile. Each process begins at another
   * place.
   */
  public static int free() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (canListen(LOOPBACK_4, port) && !answersOnLocalhost(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No port from " + FIRST + " to " + (FIRST + COUNT - 1) + " of this machine is free");
  }

  /** Whether that port of 127.0.0.1 accepts connections. */
  public static boolean answers(int port) {
    return answers(LOOPBACK_4, port);
  }

  /** Whether that port of 127.0.0.1 or ::1 accepts connections: {@code localhost} means both. */
  public static boolean answersOnLocalhost(int port) {
    return answers(LOOPBACK_4, port) || answers(LOOPBACK_6, port);
  }

  /** Whether that port of the address accepts connections. */
  public static boolean answers(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Whether a server can listen there.
   *
   * @param port 0 asks whether the address is one of this machine
   */
  public static boolean canListen(InetAddress address, int port) {
    try (var _ = new ServerSocket(port, 1, address)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
