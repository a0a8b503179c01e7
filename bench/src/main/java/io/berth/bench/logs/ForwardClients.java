/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of the Forward protocol, each with one connection and one chunk under way: it sends the
 * next when the last is acknowledged, which is what Fluency, fluentd and Fluent Bit do.
 */
final class ForwardClients {

  private static final String PADDING =
      ("payment 4711 accepted for order 2026-11-23/88123, gateway answered in 132 ms, basket of 3"
              + " items, customer segment B, retry 0, route dc-a/edge-2, queue depth 17. ")
          .repeat(2);

  private final int port;
  private final int clients;
  private final int chunk;
  private final ConcurrentLinkedQueue<long[]> answers = new ConcurrentLinkedQueue<>();

  /**
   * @param chunk records in each
   */
  ForwardClients(int port, int clients, int chunk) {
    this.port = port;
    this.clients = clients;
    this.chunk = chunk;
  }

  /**
   * Sends so many records in all.
   *
   * @param perSecond of all clients together; 0: as fast as acknowledgements come
   * @return the microseconds until each acknowledgement, sorted; at a rate they begin when the
   *     chunk was due, so that one that is late makes those behind it late
   */
  long[] send(String run, int records, int perSecond) throws InterruptedException {
    answers.clear();
    int each = records / clients / chunk;
    long apart = perSecond == 0 ? 0 : 1_000_000_000L * chunk * clients / perSecond;
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      String name = run + "-" + client;
      long first = start + apart * client / clients;
      threads.add(Thread.ofPlatform().start(() -> client(name, each, first, apart)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (answers.size() < clients) {
      throw new IllegalStateException("A client was refused; see the pipeline's log");
    }
    return answers.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private void client(String name, int chunks, long first, long apart) {
    long[] micros = new long[chunks];
    byte[] entries = entries(name);
    byte[] answer = new byte[256];
    try (Socket socket = new Socket("localhost", port)) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      for (int i = 0; i < chunks; i++) {
        byte[] frame = frame(entries, name + "-" + i);
        long begun = apart == 0 ? System.nanoTime() : awaited(first + i * apart);
        socket.getOutputStream().write(frame);
        if (in.read(answer) <= 0) {
          throw new IOException("no acknowledgement");
        }
        micros[i] = (System.nanoTime() - begun) / 1_000;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    answers.add(micros);
  }

  private static long awaited(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return time;
  }

  private static byte[] frame(byte[] entries, String chunk) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.length + 100);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(0x93);
    text(out, "bench");
    out.writeByte(0xc6);
    out.writeInt(entries.length);
    out.write(entries);
    out.writeByte(0x81);
    text(out, "chunk");
    text(out, chunk);
    return bytes.toByteArray();
  }

  private byte[] entries(String name) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      for (int i = 0; i < chunk; i++) {
        out.writeByte(0x92);
        out.writeByte(0xce);
        out.writeInt((int) (System.currentTimeMillis() / 1000));
        out.writeByte(0x86);
        text(out, "log.level");
        text(out, "INFO");
        text(out, "log.logger");
        text(out, "shop.payment.PaymentService");
        text(out, "service.name");
        text(out, "cart");
        text(out, "container_id");
        text(out, name);
        text(out, "trace.id");
        text(out, "%032x".formatted(i * 7919L));
        text(out, "message");
        text(out, PADDING);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length < 32) {
      out.writeByte(0xa0 | bytes.length);
    } else {
      out.writeByte(0xda);
      out.writeShort(bytes.length);
    }
    out.write(bytes);
  }
}
