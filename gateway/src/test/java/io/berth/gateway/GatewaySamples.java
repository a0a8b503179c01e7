/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Envelope;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.command.Tier;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Named examples for the tests of the gateway. */
public final class GatewaySamples {

  public static final AppRef CART = new AppRef("shop", "cart");
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  public static final List<String> CLUSTERS = List.of("dc-a", "dc-b");

  private GatewaySamples() {}

  public static Envelope<Command> scale(String id, int replicas) {
    return Envelope.of(id, "/test", NOON, new Scale(CommandMeta.by("alice"), CART, replicas));
  }

  public static Envelope<Command> restart(String id, Instant at) {
    return Envelope.of(id, "/test", at, new Restart(CommandMeta.by("alice"), CART));
  }

  public static OperationRef ref(String id, String cluster, int second) {
    return new OperationRef(id, "scale", CART, cluster, "alice", NOON.plusSeconds(second));
  }

  public static Accepted accepted(String id, String cluster) {
    return new Accepted(ref(id, cluster, 1), 7L, List.of(), List.of());
  }

  public static Progressing progressing(String id, String cluster, int ready) {
    return new Progressing(ref(id, cluster, 2), new Progress(3, 3, ready, ready, 0));
  }

  public static Concluded concluded(String id, String cluster, Verdict verdict) {
    return new Concluded(
        ref(id, cluster, 3),
        verdict,
        7L,
        new Progress(3, 3, 3, 3, 0),
        verdict == Verdict.SUCCEEDED ? null : MISSING_IMAGE,
        "It is over.",
        null,
        null);
  }

  public static final Diagnosis MISSING_IMAGE =
      new Diagnosis(
          Diagnosis.Cause.IMAGE_NOT_FOUND,
          "The image cart:9 does not exist in its registry.",
          List.of(new Diagnosis.Evidence("event", "pod/cart-1", "Failed to pull image")),
          List.of("Look at the tag and push the image, then deploy again."));

  public static Rejected rejected(String id, String cluster) {
    return new Rejected(
        ref(id, cluster, 1),
        List.of(new Violation("min-replicas", 1, "spec.replicas", "1", "3", "Ask for three.")));
  }

  public static AppState state(String cluster, long release) {
    return new AppState(
        ClusterAppRef.of(cluster, CART),
        release,
        "registry.example.com/shop/cart:1",
        null,
        Tier.STANDARD,
        Environment.PROD,
        new Progress(3, 3, 2, 2, 0),
        List.of(new AppState.ReadyPods(release, 2)),
        "berth-deploy",
        AppState.Phase.ROLLING_OUT,
        List.of(),
        null,
        null,
        null,
        true,
        NOON,
        null);
  }

  public static ScalingDecision decision(String id, int second) {
    return new ScalingDecision(
        id,
        ClusterAppRef.of("dc-a", CART),
        1,
        1,
        ScalingPolicy.Mode.ACTIVE,
        NOON.plusSeconds(second),
        3,
        5,
        ScalingDecision.Action.SCALE_OUT,
        ScalingDecision.Reason.DESIRED_WITHIN_RANGE,
        "cpu is at 150 % of its target",
        List.of(),
        "cpu",
        5,
        null,
        null,
        3,
        10,
        "hash");
  }

  public static AlertTransition alert(long sequence, AlertTransition.State to) {
    return new AlertTransition(
        "f1",
        1,
        sequence,
        AlertTransition.State.PENDING,
        to,
        "condition-held",
        Severity.CRITICAL,
        Map.of(
            "alertname",
            "PodCrashLooping",
            "cluster",
            "dc-a",
            "namespace",
            "shop",
            "ownerKind",
            "Deployment",
            "ownerName",
            "cart"),
        Map.of("summary", "cart crashes again and again"),
        "pod-crash-looping",
        1,
        NOON,
        NOON,
        null,
        NOON,
        NOON,
        NOON,
        null,
        List.of(),
        List.of());
  }
}
