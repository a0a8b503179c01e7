/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.statefulset;

import io.berth.simulator.controllers.ControllerRevisions;
import io.berth.simulator.controllers.PodState;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is due now for a StatefulSet: as in Kubernetes, one pod after the other from the lowest
 * number, gone ones from the highest, and the next not before all others are ready; all at once
 * where the policy is {@code Parallel}.
 *
 * @param creates numbers of the pods to create
 * @param failed pods to replace because they have failed
 * @param deletes pods to delete, because there are too many or their template is another
 */
record RolloutStep(List<Integer> creates, List<ObjectNode> failed, List<ObjectNode> deletes) {

  RolloutStep {
    creates = List.copyOf(creates);
    failed = List.copyOf(failed);
    deletes = List.copyOf(deletes);
  }

  /**
   * Decides the next step.
   *
   * @param pods by their number
   * @param updateRevision name of the revision of the current template
   */
  static RolloutStep next(
      ObjectNode set, Map<Integer, ObjectNode> pods, String updateRevision, Instant now) {
    return new Decision(set, new TreeMap<>(pods), updateRevision, now).step();
  }

  /** The number from which on pods get the current template. */
  static int firstUpdated(JsonNode set) {
    return JsonTrees.number(set, 0, "spec", "ordinals", "start")
        + JsonTrees.number(set, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
  }

  static String revision(JsonNode pod) {
    return JsonTrees.text(pod, "metadata", "labels", ControllerRevisions.HASH);
  }

  private static final class Decision {

    private final ObjectNode set;
    private final TreeMap<Integer, ObjectNode> pods;
    private final String updateRevision;
    private final int first;
    private final int end;
    private final boolean isOrdered;
    private final Predicate<JsonNode> available;
    private final List<Integer> creates = new ArrayList<>();
    private final List<ObjectNode> failed = new ArrayList<>();
    private final List<ObjectNode> deletes = new ArrayList<>();

    Decision(ObjectNode set, TreeMap<Integer, ObjectNode> pods, String revision, Instant now) {
      this.set = set;
      this.pods = pods;
      this.updateRevision = revision;
      this.first = JsonTrees.number(set, 0, "spec", "ordinals", "start");
      this.end = first + JsonTrees.number(set, 1, "spec", "replicas");
      this.isOrdered = !JsonTrees.text(set, "spec", "podManagementPolicy").equals("Parallel");
      int seconds = JsonTrees.number(set, 0, "spec", "minReadySeconds");
      this.available =
          pod -> PodState.isRunningAndReady(pod) && PodState.isAvailable(pod, seconds, now);
    }

    RolloutStep step() {
      if (fill() && shrink()) {
        replace();
      }
      return new RolloutStep(creates, failed, deletes);
    }

    /** Whether the step may go on behind the pods that the set shall have. */
    private boolean fill() {
      for (int ordinal = first; ordinal < end; ordinal++) {
        ObjectNode pod = pods.get(ordinal);
        if (pod == null) {
          creates.add(ordinal);
        } else if (PodState.isFinished(pod) && !ObjectMeta.isTerminating(pod)) {
          failed.add(pod);
        } else if (!ObjectMeta.isTerminating(pod) && available.test(pod)) {
          continue;
        }
        if (isOrdered) {
          return false;
        }
      }
      return true;
    }

    /** The last first; an unhealthy one that goes next holds up nothing. */
    private boolean shrink() {
      ObjectNode firstUnhealthy =
          pods.values().stream().filter(pod -> !isHealthy(pod)).findFirst().orElse(null);
      for (ObjectNode pod : condemned()) {
        if (!ObjectMeta.isTerminating(pod)) {
          if (isOrdered && !available.test(pod) && pod != firstUnhealthy) {
            return false;
          }
          deletes.add(pod);
        }
        if (isOrdered) {
          return false;
        }
      }
      return true;
    }

    private List<ObjectNode> condemned() {
      List<ObjectNode> condemned =
          new ArrayList<>(pods.tailMap(end, true).descendingMap().values());
      condemned.addAll(pods.headMap(first, false).descendingMap().values());
      return condemned;
    }

    private void replace() {
      if (JsonTrees.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
        return;
      }
      for (int ordinal = end - 1; ordinal >= firstUpdated(set); ordinal--) {
        ObjectNode pod = pods.get(ordinal);
        if (pod == null) {
          return;
        }
        if (!revision(pod).equals(updateRevision) && !ObjectMeta.isTerminating(pod)) {
          deletes.add(pod);
          return;
        }
        if (!isHealthy(pod)) {
          return;
        }
      }
    }

    private boolean isHealthy(JsonNode pod) {
      return available.test(pod) && !ObjectMeta.isTerminating(pod);
    }
  }
}
