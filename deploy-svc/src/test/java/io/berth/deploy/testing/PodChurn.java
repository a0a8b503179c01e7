/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.testing.ApiServerInterceptor.Request;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An API server whose pods all flap: each is told as crashed and as ready in turn, about once a
 * second, or as fast as whoever watches takes it. Of Events it has more than it gives at once.
 * Everything but pods and Events is another server's to answer.
 */
public final class PodChurn implements AutoCloseable {

  private static final String PODS = "GET /api/v1/pods?";
  private static final String EVENTS = "GET /api/v1/namespaces/shop/events?";

  private final int apps;
  private final int podsOfEach;
  private final AtomicLong version = new AtomicLong(1000);
  private final long[] versions;
  private final boolean[] ready;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService weather = Executors.newSingleThreadScheduledExecutor();
  private final ApiServerInterceptor front;
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable OutputStream watcher;
  private @Nullable Future<?> rounds;

  /**
   * @param target of all other requests
   */
  public PodChurn(String target, int apps, int podsOfEach) {
    this.apps = apps;
    this.podsOfEach = podsOfEach;
    this.versions = new long[apps * podsOfEach];
    this.ready = new boolean[apps * podsOfEach];
    Arrays.fill(versions, 1000);
    this.front = new ApiServerInterceptor(target, this::answer);
  }

  public String url() {
    return front.url();
  }

  public static String app(int number) {
    return "storm-" + number;
  }

  public void begin() {
    requests.clear();
    changes.set(0);
    rounds = weather.scheduleAtFixedRate(() -> round(null), 0, 1, TimeUnit.SECONDS);
  }

  /** Each pod is told a last time, as ready, and then no more. */
  public void end() throws Exception {
    Objects.requireNonNull(rounds).cancel(false);
    weather.submit(() -> round(true)).get();
    weather.shutdownNow();
  }

  public long changes() {
    return changes.get();
  }

  /** Since the storm began. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The versions of an application's pods that were told last. */
  public List<String> versionsOf(int app) {
    synchronized (versions) {
      return IntStream.range(0, versions.length)
          .filter(pod -> pod % apps == app)
          .mapToObj(pod -> Long.toString(versions[pod]))
          .toList();
    }
  }

  /** Neighbours in time are of different applications. */
  private void round(@Nullable Boolean last) {
    try {
      for (int pod = 0; pod < versions.length; pod++) {
        tell(pod, last);
      }
      OutputStream out = watcher;
      if (out != null) {
        out.flush();
      }
    } catch (IOException e) {
      watcher = null; // it comes again, and is told what it missed
    }
  }

  private void tell(int pod, @Nullable Boolean last) throws IOException {
    byte[] event;
    synchronized (versions) {
      versions[pod] = version.incrementAndGet();
      ready[pod] = last == null ? !ready[pod] : last;
      event = modified(pod);
    }
    OutputStream out = watcher;
    if (out != null) {
      frame(out, event);
      changes.incrementAndGet();
    }
  }

  private boolean answer(Request request, OutputStream out) throws IOException {
    requests.add(request.line());
    if (request.line().startsWith(EVENTS)) {
      send(out, events(request.line()));
      return true;
    }
    if (!request.line().startsWith(PODS)) {
      return false;
    }
    if (request.line().contains("watch=true")) {
      watch(request, out);
    } else {
      send(out, list());
    }
    return true;
  }

  private void watch(Request request, OutputStream out) throws IOException {
    if (!request.isWebSocket()) {
      throw new IOException("expects a WebSocket");
    }
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept(String.valueOf(request.header("Sec-WebSocket-Key")))
                + "\r\n\r\n")
            .getBytes(UTF_8));
    OutputStream buffered = new BufferedOutputStream(out, 64 << 10);
    weather.submit(() -> follow(since(request.line()), buffered));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long since(String line) {
    return Long.parseLong(line.replaceAll(".*[?&]resourceVersion=(\\d+).*", "$1"));
  }

  private Void follow(long since, OutputStream out) throws IOException {
    for (int pod = 0; pod < versions.length; pod++) {
      if (versions[pod] > since) {
        frame(out, modified(pod));
      }
    }
    out.flush();
    watcher = out;
    return null;
  }

  private byte[] list() throws IOException {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    synchronized (versions) {
      list.write(
          """
          {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"%d"},"items":[\
          """
              .formatted(version.get())
              .getBytes(UTF_8));
      for (int pod = 0; pod < versions.length; pod++) {
        list.write(pod == 0 ? new byte[0] : new byte[] {','});
        list.write(pod(pod));
      }
    }
    list.write("]}".getBytes(UTF_8));
    return list.toByteArray();
  }

  private byte[] modified(int pod) {
    byte[] before = "{\"type\":\"MODIFIED\",\"object\":".getBytes(UTF_8);
    byte[] object = pod(pod);
    return ByteBuffer.allocate(before.length + object.length + 1)
        .put(before)
        .put(object)
        .put((byte) '}')
        .array();
  }

  private byte[] pod(int pod) {
    return FlappingPod.json(app(pod % apps), pod, versions[pod], ready[pod]);
  }

  /** A whole page, behind which there are more; of one pod a few. */
  private static byte[] events(String line) {
    boolean ofOne = line.contains("involvedObject.name=");
    int count = ofOne ? 3 : 500;
    StringBuilder events = new StringBuilder();
    for (int event = 0; event < count; event++) {
      events.append(event == 0 ? "" : ",").append(FlappingPod.event(event));
    }
    return """
    {"kind":"EventList","apiVersion":"v1","metadata":{"resourceVersion":"1","continue":"%s"},"items":[%s]}\
    """
        .formatted(ofOne ? "" : "bW9yZQ", events)
        .getBytes(UTF_8);
  }

  private static void send(OutputStream out, byte[] body) throws IOException {
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(UTF_8));
    out.write(body);
    out.flush();
  }

  /** RFC 6455, section 5.2: text, whole, not masked. */
  private static void frame(OutputStream out, byte[] text) throws IOException {
    out.write(0x81);
    out.write(126);
    out.write(text.length >> 8);
    out.write(text.length & 0xff);
    out.write(text);
  }

  /** RFC 6455, section 4.2.2. */
  private static String accept(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    weather.shutdownNow();
    front.close();
  }
}
