/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import java.util.List;

/**
 * What a service of Berth may not do with a kind of objects, in any namespace.
 *
 * @param service which one needs it
 * @param feature for what: {@code required}, or the name of what does not work without
 * @param verbs what it may not do
 * @param resource with its group, such as {@code deployments.apps}
 * @param reason why not, as the server says; empty where it says nothing
 */
public record MissingPermission(
    String service, String feature, List<String> verbs, String resource, String reason) {

  /** The feature that stands for everything that a service cannot do without. */
  public static final String REQUIRED = "required";

  public boolean isRequired() {
    return feature.equals(REQUIRED);
  }
}
