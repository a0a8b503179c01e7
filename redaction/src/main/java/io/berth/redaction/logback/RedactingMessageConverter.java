/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.logback;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.berth.redaction.Redactor;

/**
 * The message of a log event without secrets, for a pattern of Logback:
 *
 * <pre>{@code
 * <conversionRule conversionWord="msg" class="io.berth.redaction.logback.RedactingMessageConverter"/>
 * }</pre>
 */
public final class RedactingMessageConverter extends MessageConverter {

  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    return message == null ? "" : Redactor.redact(message);
  }
}
