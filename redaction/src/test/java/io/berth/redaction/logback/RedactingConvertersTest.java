/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

class RedactingConvertersTest {

  @Test
  void messageAndStackTrace_loseTheirSecrets() {
    LoggerContext context = new LoggerContext();
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("msg", RedactingMessageConverter::new);
    layout.getInstanceConverterMap().put("ex", RedactingThrowableConverter::new);
    layout.setPattern("%level %msg%n%ex");
    layout.start();
    Throwable failure = new IllegalStateException("cannot connect to postgres://me:hunter2@db/x");
    LoggingEvent event =
        new LoggingEvent(
            "x",
            context.getLogger("x"),
            Level.WARN,
            "failed: {}",
            failure,
            new Object[] {"pwd=hunter2"});

    assertThat(layout.doLayout(event))
        .startsWith("WARN failed: pwd=[redacted]")
        .contains("postgres://me:[redacted]@db/x")
        .contains("RedactingConvertersTest")
        .doesNotContain("hunter2");
  }
}
