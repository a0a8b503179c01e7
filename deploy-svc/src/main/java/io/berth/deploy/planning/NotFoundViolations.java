/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.events.AppRef;
import io.berth.events.operation.Violation;

/** Violations for applications, releases and roll-outs that do not exist. */
final class NotFoundViolations {

  private NotFoundViolations() {}

  static Violation violation(AppRef app, ClusterSnapshot snapshot) {
    Violation foreign = snapshot.foreign();
    return foreign == null ? violation(app, snapshot.cluster()) : foreign;
  }

  private static Violation violation(AppRef app, String cluster) {
    return new Violation(
        Violation.APP_EXISTS,
        1,
        "app",
        "'" + app + "'",
        "an application that is deployed in " + cluster,
        "Deploy it first, or correct the name.");
  }

  static Violation namespace(String namespace, String cluster) {
    return new Violation(
        "namespace-exists",
        1,
        "app.namespace",
        "'" + namespace + "'",
        "a namespace that exists in " + cluster,
        "Correct the name, or create the namespace first: berth ensure-namespace "
            + namespace
            + " --environment prod --owner TEAM --wait. Or send this again with"
            + " 'createNamespace: true' (berth deploy --create-namespace), which creates it with the"
            + " rules of production.");
  }

  static Violation release(String field, String found, String wanted, String help) {
    return new Violation("release-exists", 1, field, found, wanted, help);
  }

  static Violation change(String found, String wanted, String help) {
    return new Violation("rollout-exists", 1, "app", found, wanted, help);
  }
}
