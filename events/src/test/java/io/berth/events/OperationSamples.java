/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Tier;
import io.berth.events.command.Workload;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Change;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Map;

/** What became of the shop's commands. */
public final class OperationSamples {

  public static final OperationRef DEPLOY_IN_DC_A =
      new OperationRef(Samples.COMMAND_ID, "deploy", Samples.CART, "dc-a", "anna", Samples.NOON);

  public static final Accepted ACCEPTED =
      new Accepted(
          DEPLOY_IN_DC_A,
          42L,
          List.of(
              new Change(
                  "Deployment/cart",
                  "spec.template.spec.containers[0].image",
                  "registry.example/shop/cart:2.3.9",
                  "registry.example/shop/cart:2.4.0")),
          List.of("This cluster does not know policy/v1: no PodDisruptionBudget."));

  public static final Rejected REJECTED =
      new Rejected(
          DEPLOY_IN_DC_A,
          List.of(
              new Violation(
                  "min-replicas",
                  1,
                  "spec.replicas",
                  "1",
                  "at least 3 in a production namespace",
                  "Set replicas to 3 or more, or deploy to a namespace of QA.")));

  public static final Applied APPLIED =
      new Applied(DEPLOY_IN_DC_A, 42L, List.of("Deployment/cart", "Service/cart"));

  public static final Progressing PROGRESSING =
      new Progressing(
          DEPLOY_IN_DC_A, new Progress(3, 2, 3, 3, 1), "Canary at 25 %: waits for Promote");

  public static final Concluded FAILED =
      new Concluded(
          DEPLOY_IN_DC_A,
          Verdict.FAILED,
          42L,
          new Progress(3, 1, 3, 3, 3),
          new Diagnosis(
              Diagnosis.Cause.IMAGE_NOT_FOUND,
              "The registry does not know the image.",
              List.of(
                  new Diagnosis.Evidence(
                      "event", "Pod/cart-7d4b9-x2x1k", "Failed to pull image: not found")),
              List.of("Check the tag, or push the image, then deploy again.")),
          "The new pods cannot pull registry.example/shop/cart:2.4.0.",
          "0d6a4d0e-2f0e-4a4e-8d43-1a1f9c6f3d21",
          "5b1d5cb0-8a63-4c2b-a1d5-0f6f6c0a9b55");

  public static final Concluded SUCCEEDED =
      new Concluded(
          DEPLOY_IN_DC_A,
          Verdict.SUCCEEDED,
          42L,
          new Progress(3, 3, 3, 3, 0),
          null,
          "Release 42 runs on 3 of 3 pods.",
          null,
          null);

  public static final Drifted DRIFTED =
      new Drifted(
          DEPLOY_IN_DC_A,
          "Deployment/cart",
          "spec.replicas",
          "7",
          "3",
          "kubectl-edit",
          Samples.NOON,
          true);

  public static final AppState CART_RUNNING =
      new AppState(
          Samples.CART_IN_DC_A,
          42,
          "registry.example/shop/cart:2.4.0",
          "sha256:9b2c6f7f1e8a",
          Tier.STANDARD,
          Environment.PROD,
          new Progress(3, 3, 3, 3, 0),
          List.of(new AppState.ReadyPods(42, 3)),
          "berth-deploy",
          AppState.Phase.RUNNING,
          List.of(
              new AppState.Condition(
                  "Available", "True", "MinimumReplicasAvailable", "It has minimum availability.")),
          Samples.COMMAND_ID,
          "deploy",
          "anna",
          true,
          Samples.NOON,
          null);

  public static final AppState ORDERS_RUNNING =
      new AppState(
          new ClusterAppRef("dc-a", "shop", "orders"),
          1,
          "registry.example/shop/orders:3.0.0",
          null,
          Tier.STANDARD,
          Environment.PROD,
          new Progress(3, 3, 3, 3, 0),
          List.of(new AppState.ReadyPods(1, 3)),
          "berth-deploy",
          AppState.Phase.RUNNING,
          List.of(),
          Samples.COMMAND_ID,
          "deploy",
          "anna",
          true,
          Samples.NOON,
          Workload.Kind.STATEFUL);

  private OperationSamples() {}

  static Map<String, Event> all() {
    return Map.of(
        "berth.operation.accepted.v1", ACCEPTED,
        "berth.operation.rejected.v1", REJECTED,
        "berth.operation.applied.v1", APPLIED,
        "berth.operation.progressing.v1", PROGRESSING,
        "berth.operation.concluded.v1", FAILED,
        "berth.operation.concluded.v1+succeeded", SUCCEEDED,
        "berth.operation.drifted.v1", DRIFTED,
        "berth.app.state.v1", CART_RUNNING,
        "berth.app.state.v1+stateful", ORDERS_RUNNING);
  }
}
