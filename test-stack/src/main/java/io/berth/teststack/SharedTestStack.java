/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import io.berth.teststack.shared.SharedDirectory;

/** Holds the one stack of this JVM. */
final class SharedTestStack {

  static final TestStack STACK = named(System.getProperty("berth.test.stack", "embedded"));

  private SharedTestStack() {}

  private static TestStack named(String name) {
    return switch (name) {
      case "embedded" -> new EmbeddedTestStack(SharedDirectory.ofThisUser());
      case "containers" -> new ContainerTestStack();
      default ->
          throw new IllegalArgumentException(
              "berth.test.stack is '" + name + "'; it can be embedded or containers");
    };
  }
}
