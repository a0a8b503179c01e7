/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BerthAppenderTest {

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void events_arriveOverASocket_withIdsInSequence() throws Exception {
    try (TestReceiver receiver = new TestReceiver(0)) {
      Logger logger = loggerTo("localhost:" + receiver.port(), "");
      IntStream.range(0, 500).forEach(i -> logger.info("line {}", i));
      receiver.await(500);
      context.stop();

      assertThat(receiver.texts("message"))
          .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "line " + i).toList());
      assertThat(receiver.texts("event.id")).doesNotHaveDuplicates();
      assertThat(receiver.texts("event.id").get(499)).endsWith("-500");
      assertThat(receiver.tags()).containsOnly("berth.cart");
    }
  }

  @Test
  void receiverThatComesLate_getsWhatWasLoggedBefore() throws Exception {
    int port = freePort();
    Logger logger = loggerTo("localhost:" + port, "");
    logger.info("early");
    try (TestReceiver receiver = new TestReceiver(port)) {
      await().until(() -> receiver.texts("message").contains("early"));
    }
  }

  @Test
  void excludedLoggers_andAnArgumentThatThrows_leaveTheRestAlone() throws Exception {
    try (TestReceiver receiver = new TestReceiver(0)) {
      Logger logger = loggerTo("localhost:" + receiver.port(), "noise.");
      context.getLogger("noise.Fan").info("whirr");
      logger.info("{}", new Unprintable());
      logger.info("good");
      receiver.await(2);
      context.stop();
      assertThat(receiver.texts("message")).hasSize(2).contains("good").doesNotContain("whirr");
    }
  }

  @Test
  void withoutReceiver_loggingIsQuickAndTheEndComesInTime() throws Exception {
    Logger logger = loggerTo("localhost:" + freePort(), "");
    long before = System.nanoTime();
    IntStream.range(0, 1_000).forEach(i -> logger.info("line {}", i));
    assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
    context.stop();
    assertThat(System.nanoTime() - before).isLessThan(8_000_000_000L);
  }

  @Test
  void receiverThatIsUnavailableUntilTheNextStart_getsEveryEvent(@TempDir Path directory)
      throws Exception {
    int port = freePort();
    context.setMDCAdapter(new LogbackMDCAdapter());
    BerthAppender first = smallAppender(port, directory);
    for (int i = 0; i < 3_000; i++) {
      first.doAppend(event("line " + i + " " + "x".repeat(1_000)));
      if (i % 100 == 99) {
        await().until(() -> first.waiting() < 64 * 1024);
      }
    }
    assertThat(first.dropped()).isZero();
    first.stop();

    try (TestReceiver receiver = new TestReceiver(port)) {
      BerthAppender second = smallAppender(port, directory);
      second.doAppend(event("line 3000 after it"));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(Set.copyOf(receiver.texts("event.id"))).hasSize(3_001));
      assertThat(receiver.texts("message").stream().map(text -> text.split(" ")[1]).distinct())
          .hasSize(3_001);
      second.stop();
    }
  }

  /** Memory for about 2,000 events of 1 KB. */
  private BerthAppender smallAppender(int port, Path directory) {
    BerthAppender appender = new BerthAppender();
    appender.setContext(context);
    appender.setForward("localhost:" + port);
    appender.setService("cart");
    appender.setQueueBytes(512 * 1024);
    appender.setBufferBytes(2 * 1024 * 1024);
    appender.setFlushMillis(1_000);
    appender.setSpillDirectory(directory.toString());
    appender.start();
    return appender;
  }

  private LoggingEvent event(String message) {
    return new LoggingEvent("", context.getLogger("shop.Cart"), Level.INFO, message, null, null);
  }

  @Test
  void directoryThatCannotBeWritten_isAsNone(@TempDir Path directory) throws Exception {
    Path occupied = Files.writeString(directory.resolve("occupied"), "");
    context.putProperty("BERTH_LOG_SPILL", occupied.toString());
    try (TestReceiver receiver = new TestReceiver(0)) {
      loggerTo("localhost:" + receiver.port(), "").info("all the same");
      await().until(() -> receiver.texts("message").contains("all the same"));
    }
  }

  @Test
  void withoutForward_nothingIsStarted() throws Exception {
    loggerTo("", "").info("only on the console");
    assertThat(appender().isStarted()).isTrue();
    assertThat(appender().dropped()).isZero();
  }

  @Test
  void unreadableForward_isReportedInTheStatus_andLoggingContinues() throws Exception {
    loggerTo("nowhere", "").info("only on the console");
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .anyMatch(status -> status.getMessage().contains("wanted host:port"));
  }

  private static final class Unprintable {
    @Override
    public String toString() {
      throw new IllegalStateException("no text for you");
    }
  }

  private BerthAppender appender() {
    return (BerthAppender) context.getLogger("ROOT").getAppender("BERTH");
  }

  private Logger loggerTo(String forward, String exclude) throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("BERTH_LOG_FORWARD", forward);
    context.putProperty("BERTH_LOG_EXCLUDE", exclude);
    String configuration =
        """
        <configuration>
          <property name="BERTH_SERVICE" value="cart"/>
          <include resource="io/berth/logappender/logback-berth.xml"/>
        </configuration>
        """;
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
    return context.getLogger("shop.Cart");
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
