/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

/**
 * The name of an application.
 *
 * @param namespace the Kubernetes namespace, a DNS label
 * @param name the application's name in it, a DNS label
 */
public record AppRef(String namespace, String name) {

  public AppRef {
    Check.that().label("namespace", namespace).label("name", name).orThrow();
  }

  /** Reads {@code namespace/name}. */
  public static AppRef parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new InvalidEventException(
          java.util.List.of(
              new InvalidField("app", "'" + text + "'", "namespace/name, such as shop/cart")));
    }
    return new AppRef(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
