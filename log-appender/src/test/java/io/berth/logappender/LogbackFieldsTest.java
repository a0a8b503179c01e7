/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogbackFieldsTest {

  private static final SourceIdentity CART =
      SourceIdentity.of(
          Map.of("BERTH_CLUSTER", "dc-a", "BERTH_POD", "cart-1", "BERTH_APP", "cart", "PATH", "/"),
          "");

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("shop.Cart");

  @Test
  void event_becomesFieldsOfTheSchema() {
    LoggingEvent event = event("{} items", null, 3);
    event.setMDCPropertyMap(Map.of("traceId", "4bf92f3577b34da6a3ce929d0e0e4736", "user", "u1"));
    event.addKeyValuePair(new KeyValuePair("order", 7));

    assertThat(LogbackFields.of(event, CART, "i-1"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("ecs.version", "8.17"),
                Map.entry("event.id", "i-1"),
                Map.entry("log.level", "WARN"),
                Map.entry("log.logger", "shop.Cart"),
                Map.entry("process.thread.name", "worker"),
                Map.entry("message", "3 items"),
                Map.entry("trace.id", "4bf92f3577b34da6a3ce929d0e0e4736"),
                Map.entry("labels.user", "u1"),
                Map.entry("labels.order", "7"),
                Map.entry("orchestrator.cluster.name", "dc-a"),
                Map.entry("kubernetes.pod.name", "cart-1"),
                Map.entry("berth.app", "cart"),
                Map.entry("service.name", "cart")));
  }

  @Test
  void exception_hasTypeMessageAndTheWholeTraceInOneField() {
    var cause = new IllegalStateException("no stock");
    Map<String, Object> fields =
        LogbackFields.of(event("failed", new RuntimeException("order 7", cause)), CART, "i-1");

    assertThat(fields)
        .containsEntry("error.type", "java.lang.RuntimeException")
        .containsEntry("error.message", "order 7");
    assertThat((String) fields.get("error.stack_trace"))
        .startsWith("java.lang.RuntimeException: order 7")
        .contains("Caused by: java.lang.IllegalStateException: no stock");
  }

  @Test
  void longMessage_isCutAndSaysSo() {
    Map<String, Object> fields = LogbackFields.of(event("x".repeat(70_000), null), CART, "i-1");
    assertThat((String) fields.get("message")).hasSize(EcsFields.MAX_LENGTH);
    assertThat(fields).containsEntry("log.flags", "truncated");
  }

  @Test
  void serviceName_winsOverTheAppOfTheEnvironment() {
    assertThat(SourceIdentity.of(Map.of("BERTH_APP", "cart"), "gateway").tag())
        .isEqualTo("berth.gateway");
    assertThat(SourceIdentity.of(Map.of(), "").tag()).isEqualTo("berth.app");
  }

  private LoggingEvent event(String message, Throwable thrown, Object... arguments) {
    LoggingEvent event = new LoggingEvent("fqcn", logger, Level.WARN, message, thrown, arguments);
    context.setMDCAdapter(new LogbackMDCAdapter());
    event.setThreadName("worker");
    return event;
  }
}
