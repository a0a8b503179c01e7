/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;

/**
 * A Log4j event as {@link EcsFields}. Pure: the same event, identity and id give the same fields.
 */
final class Log4jFields {

  private Log4jFields() {}

  static Map<String, Object> of(LogEvent event, SourceIdentity identity, String eventId) {
    Map<String, Object> fields =
        EcsFields.of(
            identity,
            eventId,
            event.getLevel().name(),
            event.getLoggerName(),
            event.getThreadName());
    EcsFields.putText(fields, "message", event.getMessage().getFormattedMessage());
    error(fields, event.getThrown());
    event.getContextData().<Object>forEach((key, value) -> EcsFields.label(fields, key, value));
    return fields;
  }

  private static void error(Map<String, Object> fields, @Nullable Throwable error) {
    if (error == null) {
      return;
    }
    fields.put("error.type", error.getClass().getName());
    if (error.getMessage() != null) {
      EcsFields.putText(fields, "error.message", error.getMessage());
    }
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    EcsFields.putText(fields, "error.stack_trace", trace.toString());
  }
}
