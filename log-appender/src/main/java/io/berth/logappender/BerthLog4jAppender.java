/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ships Log4j's events as {@link BerthAppender} ships Logback's: <b>what can be lost</b>, what may
 * come twice, and every setting are told there. In {@code log4j2.xml}:
 *
 * <pre>{@code <Berth name="BERTH" service="cart" forward="${env:BERTH_LOG_FORWARD:-}"/>}</pre>
 */
@Plugin(name = "Berth", category = "Core", elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class BerthLog4jAppender extends AbstractAppender {

  private final LogDelivery.AppenderSettings settings;
  private volatile @Nullable LogDelivery delivery;

  private BerthLog4jAppender(
      String name, @Nullable Filter filter, LogDelivery.AppenderSettings settings) {
    super(name, filter, null, true, Property.EMPTY_ARRAY);
    this.settings = settings;
  }

  /** For Log4j's configuration. */
  @PluginBuilderFactory
  public static Builder newBuilder() {
    return new Builder();
  }

  @Override
  public void start() {
    try {
      delivery = new LogDelivery(settings, System.getenv());
    } catch (IllegalArgumentException e) {
      LOGGER.error("Logs are not shipped: {}", e.getMessage());
    }
    super.start();
  }

  @Override
  public void append(LogEvent event) {
    LogDelivery to = delivery;
    if (to == null || !to.wants(event.getLoggerName())) {
      return;
    }
    try {
      var time = event.getInstant();
      to.offer(
          Instant.ofEpochSecond(time.getEpochSecond(), time.getNanoOfSecond()),
          Log4jFields.of(event, to.identity(), to.nextId()));
    } catch (RuntimeException e) {
      // An argument's toString may throw anything; logging must not.
      LOGGER.warn("An event of {} could not be converted", event.getLoggerName(), e);
    }
  }

  @Override
  public boolean stop(long timeout, TimeUnit unit) {
    LogDelivery open = delivery;
    delivery = null;
    if (open != null) {
      open.stop();
    }
    return super.stop(timeout, unit);
  }

  /** Events that were dropped because there was no room for them. */
  public long dropped() {
    LogDelivery to = delivery;
    return to == null ? 0 : to.dropped();
  }

  /** The attributes of the element; the defaults are those of {@link BerthAppender}. */
  public static final class Builder
      implements org.apache.logging.log4j.core.util.Builder<BerthLog4jAppender> {

    @PluginBuilderAttribute private String name = "BERTH";
    @PluginBuilderAttribute private String forward = "";
    @PluginBuilderAttribute private String service = "";
    @PluginBuilderAttribute private String exclude = "";
    @PluginBuilderAttribute private boolean ack = true;
    @PluginBuilderAttribute private int ackTimeoutMillis = 30_000;
    @PluginBuilderAttribute private long queueBytes = 8L * 1024 * 1024;
    @PluginBuilderAttribute private long bufferBytes = 8L * 1024 * 1024;
    @PluginBuilderAttribute private int flushMillis = 3_000;
    @PluginBuilderAttribute private String spillDirectory = "";
    @PluginBuilderAttribute private long spillBytes = 64L * 1024 * 1024;

    private Builder() {}

    @Override
    public BerthLog4jAppender build() {
      return new BerthLog4jAppender(
          name,
          null,
          new LogDelivery.AppenderSettings(
              forward.strip(),
              service.strip(),
              exclude,
              ack,
              ackTimeoutMillis,
              queueBytes,
              bufferBytes,
              flushMillis,
              spillDirectory.strip(),
              spillBytes));
    }
  }
}
