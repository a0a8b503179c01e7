/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Turns the service's log off: hundreds of thousands of lines about outages that are meant. */
final class QuietLog implements AutoCloseable {

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.berth.deploy");

  private final Level before = LOG.getLevel();

  QuietLog() {
    LOG.setLevel(Level.OFF);
  }

  @Override
  public void close() {
    LOG.setLevel(before);
  }
}
