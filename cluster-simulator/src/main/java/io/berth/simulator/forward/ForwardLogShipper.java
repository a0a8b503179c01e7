/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.forward;

import io.berth.simulator.kubelet.LogShipper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Sends lines with acknowledgement; what is not acknowledged is sent again under the same chunk id.
 * While the receiver is away the newest {@value #KEPT} lines are kept, older ones are dropped and
 * counted; the pods never wait.
 */
public final class ForwardLogShipper implements LogShipper, AutoCloseable {

  static final int KEPT = 20_000;
  private static final int BATCH = 500;
  private static final int TIMEOUT_MILLIS = 5000;

  private final String cluster;
  private final InetSocketAddress receiver;
  private final BlockingQueue<PodLine> queue = new ArrayBlockingQueue<>(KEPT);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * @param target {@code host:port}
   * @throws IllegalArgumentException when it is not
   */
  public ForwardLogShipper(String cluster, String target) {
    int colon = target.lastIndexOf(':');
    if (colon < 1 || !target.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException(
          "\"" + target + "\" is no host:port; write for example localhost:24224");
    }
    this.cluster = cluster;
    this.receiver =
        new InetSocketAddress(
            target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
    this.thread = Thread.ofPlatform().name("log-shipping").daemon().start(this::run);
  }

  @Override
  public void ship(PodLine line) {
    while (!queue.offer(line)) {
      if (queue.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  /** Lines that were lost because the receiver was away for too long. */
  public long dropped() {
    return dropped.get();
  }

  private void run() {
    Map<String, byte[]> unsent = new LinkedHashMap<>();
    while (!stopped) {
      try (Socket socket = connect()) {
        MessageUnpacker answers = MessagePack.newDefaultUnpacker(socket.getInputStream());
        while (!stopped) {
          collect(unsent);
          send(socket, answers, unsent);
        }
      } catch (IOException | MessagePackException e) {
        pause(); // away, closed in the middle of an answer, or no answer that can be read
      } catch (InterruptedException e) {
        stopped = true;
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(receiver.getHostString(), receiver.getPort()), TIMEOUT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Waits for a line, then takes what else is there; one chunk for each container. */
  private void collect(Map<String, byte[]> unsent) throws InterruptedException, IOException {
    if (!unsent.isEmpty()) {
      return;
    }
    PodLine first = queue.poll(1, TimeUnit.SECONDS);
    if (first == null) {
      return;
    }
    List<PodLine> batch = new ArrayList<>(List.of(first));
    queue.drainTo(batch, BATCH - 1);
    Map<String, List<PodLine>> byTag = new LinkedHashMap<>();
    batch.forEach(l -> byTag.computeIfAbsent(ForwardChunk.tag(l), _ -> new ArrayList<>()).add(l));
    for (List<PodLine> lines : byTag.values()) {
      String id = UUID.randomUUID().toString();
      unsent.put(id, ForwardChunk.pack(cluster, lines, id));
    }
  }

  private static void send(Socket socket, MessageUnpacker answers, Map<String, byte[]> unsent)
      throws IOException {
    for (byte[] chunk : unsent.values()) {
      socket.getOutputStream().write(chunk);
    }
    while (!unsent.isEmpty()) {
      String acknowledged = acknowledgement(answers);
      if (acknowledged != null) {
        unsent.remove(acknowledged);
      }
    }
  }

  private static @Nullable String acknowledgement(MessageUnpacker answers) throws IOException {
    var answer = answers.unpackValue();
    var ack =
        answer.isMapValue()
            ? answer.asMapValue().map().get(org.msgpack.value.ValueFactory.newString("ack"))
            : null;
    return ack == null ? null : ack.asStringValue().asString();
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
