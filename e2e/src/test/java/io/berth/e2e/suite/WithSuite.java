/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running suite for all end-to-end tests; it ends with the last of them. They run side by side,
 * since most of their time is spent waiting: each in a namespace of its own.
 */
final class WithSuite implements BeforeAllCallback, ParameterResolver {

  /** A lock: shared by whoever wants every service up, held alone by whoever kills services. */
  static final String RUNNING = "running suite";

  /** A lock: shared by whoever has applications, held alone by whoever kills a cluster. */
  static final String CLUSTERS = "clusters";

  private static final Namespace HERE = Namespace.create(WithSuite.class);

  /** The suite as it is kept by JUnit, which closes it. */
  private record Started(BerthProgram berth) implements AutoCloseable {

    static Started now() {
      var berth = new BerthProgram(Path.of("target", "berth").toAbsolutePath());
      berth.down();
      var up = berth.up();
      if (up.exitCode() != 0) {
        berth.down(); // parts that were late would go on without it
      }
      assertThat(up.exitCode()).as(up.output()).isZero();
      assertThat(up.output()).contains("✓ kafka", "✓ gateway", "Berth is ready");
      return new Started(berth);
    }

    @Override
    public void close() {
      berth.down();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started(context);
  }

  private static BerthProgram started(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent("suite", _ -> Started.now(), Started.class)
        .berth();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == BerthProgram.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return started(context);
  }
}
