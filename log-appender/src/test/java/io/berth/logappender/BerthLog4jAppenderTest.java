/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;

/** Log4j finds the appender by its name, and what it ships is what Logback's ships. */
class BerthLog4jAppenderTest {

  @Test
  void events_arriveOverASocket_withContextErrorAndIdsInSequence() throws Exception {
    try (TestReceiver receiver = new TestReceiver(0)) {
      LoggerContext context = contextTo("localhost:" + receiver.port());
      var logger = context.getLogger("shop.Cart");
      ThreadContext.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
      IntStream.range(0, 100).forEach(i -> logger.info("line {}", i));
      ThreadContext.clearAll();
      logger.error("declined", new IllegalStateException("no funds"));
      context.getLogger("noise.Fan").info("whirr");
      receiver.await(101);
      Configurator.shutdown(context);

      assertThat(receiver.texts("message"))
          .hasSize(101)
          .startsWith("line 0", "line 1")
          .endsWith("declined");
      assertThat(receiver.texts("event.id")).doesNotHaveDuplicates();
      assertThat(receiver.texts("event.id").get(100)).endsWith("-101");
      assertThat(receiver.texts("trace.id")).contains("4bf92f3577b34da6a3ce929d0e0e4736");
      assertThat(receiver.texts("error.type")).contains("java.lang.IllegalStateException");
      assertThat(receiver.tags()).containsOnly("berth.cart");
    }
  }

  @Test
  void withoutForward_orWithAnUnreadableOne_loggingContinues() {
    for (String forward : List.of("", "nowhere")) {
      LoggerContext context = contextTo(forward);
      context.getLogger("shop.Cart").info("only here");
      BerthLog4jAppender appender = context.getConfiguration().getAppender("BERTH");
      assertThat(appender.isStarted()).isTrue();
      assertThat(appender.dropped()).isZero();
      Configurator.shutdown(context);
    }
  }

  private static LoggerContext contextTo(String forward) {
    String configuration =
        """
        <Configuration status="off">
          <Appenders>
            <Berth name="BERTH" service="cart" exclude="noise." forward="%s"/>
          </Appenders>
          <Loggers><Root level="info"><AppenderRef ref="BERTH"/></Root></Loggers>
        </Configuration>
        """
            .formatted(forward);
    try {
      return Configurator.initialize(
          BerthLog4jAppenderTest.class.getClassLoader(),
          new ConfigurationSource(
              new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8))));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
