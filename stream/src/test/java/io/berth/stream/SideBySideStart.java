/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * Starts services in test classes that run side by side in one JVM. Each start sets the logging of
 * the whole JVM up anew, and two that do so at once fail; here one waits for the other.
 */
public final class SideBySideStart {

  private SideBySideStart() {}

  /** As {@link SpringApplication#run(Class, String...)}. */
  public static ConfigurableApplicationContext run(Class<?> service, String... arguments) {
    SpringApplication application = new SpringApplication(service);
    application.setListeners(
        application.getListeners().stream()
            .map(
                listener ->
                    listener instanceof LoggingApplicationListener logging
                        ? new OneAtATime(logging)
                        : listener)
            .toList());
    return application.run(arguments);
  }

  private record OneAtATime(LoggingApplicationListener logging)
      implements GenericApplicationListener {

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
      synchronized (SideBySideStart.class) {
        logging.onApplicationEvent(event);
      }
    }

    @Override
    public boolean supportsEventType(ResolvableType type) {
      return logging.supportsEventType(type);
    }

    @Override
    public boolean supportsSourceType(Class<?> type) {
      return logging.supportsSourceType(type);
    }

    @Override
    public int getOrder() {
      return logging.getOrder();
    }
  }
}
