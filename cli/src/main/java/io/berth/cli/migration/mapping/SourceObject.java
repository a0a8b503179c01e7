/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import io.berth.events.document.Node;

/**
 * One object of the source, such as a Deployment or a service of a Compose file.
 *
 * @param file where it is from
 * @param kind such as {@code Deployment}
 * @param namespace empty where it names none
 * @param name empty where it has none
 * @param root its fields
 */
public record SourceObject(
    String file, String kind, String namespace, String name, Node.Fields root) {

  /** Whether it is named and placed as another object refers to it. */
  public boolean is(String otherKind, String otherNamespace, String otherName) {
    return kind.equals(otherKind)
        && name.equals(otherName)
        && (namespace.isEmpty() || otherNamespace.isEmpty() || namespace.equals(otherNamespace));
  }

  @Override
  public String toString() {
    String full = namespace.isEmpty() ? name : namespace + "/" + name;
    return full.isEmpty() ? kind + " without a name" : kind + " " + full;
  }
}
