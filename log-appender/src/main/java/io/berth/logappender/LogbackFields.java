/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A Logback event as {@link EcsFields}. Pure: the same event, identity and id give the same fields.
 * MDC entries and key-value pairs become {@code labels.*}.
 */
final class LogbackFields {

  private LogbackFields() {}

  static Map<String, Object> of(ILoggingEvent event, SourceIdentity identity, String eventId) {
    Map<String, Object> fields =
        EcsFields.of(
            identity,
            eventId,
            event.getLevel().toString(),
            event.getLoggerName(),
            event.getThreadName());
    EcsFields.putText(fields, "message", event.getFormattedMessage());
    error(fields, event.getThrowableProxy());
    event.getMDCPropertyMap().forEach((key, value) -> EcsFields.label(fields, key, value));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        EcsFields.label(fields, pair.key, pair.value);
      }
    }
    return fields;
  }

  private static void error(Map<String, Object> fields, @Nullable IThrowableProxy error) {
    if (error == null) {
      return;
    }
    fields.put("error.type", error.getClassName());
    if (error.getMessage() != null) {
      EcsFields.putText(fields, "error.message", error.getMessage());
    }
    EcsFields.putText(fields, "error.stack_trace", ThrowableProxyUtil.asString(error));
  }
}
