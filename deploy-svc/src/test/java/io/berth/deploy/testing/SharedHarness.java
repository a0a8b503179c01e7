/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One running service for the classes that touch nothing but applications of their own, since a
 * start costs more than most tests do. It ends with the last test of the JVM.
 *
 * <p>Classes run side by side on it, so each test has an application whose name no other class has,
 * in the namespace {@code shop}. A class that cuts connections, stops the service, or wants other
 * options has a {@link Harness} of its own.
 */
public final class SharedHarness implements BeforeAllCallback {

  /** Until a pod that does not become ready is a verdict. */
  public static final Duration NOT_READY = Duration.ofSeconds(6);

  /** A registry that does not answer; every other one is the cluster. */
  public static final String UNREACHABLE_REGISTRY = "away.example";

  private static @Nullable Harness running;

  /** Started by whoever wants it first. */
  public static synchronized Harness get() {
    if (running == null) {
      running =
          Harness.running(
              "--berth.clusters=dc-a,dc-b",
              "--berth.kept-releases=3",
              "--berth.registry.endpoints="
                  + UNREACHABLE_REGISTRY
                  + "=http://127.0.0.1:1,*={cluster}",
              "--berth.rollout.grace.not-ready=" + NOT_READY.toSeconds() + "s");
    }
    return running;
  }

  private static synchronized void end() throws Exception {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedHarness.class))
        .computeIfAbsent("end", _ -> (AutoCloseable) SharedHarness::end);
  }
}
