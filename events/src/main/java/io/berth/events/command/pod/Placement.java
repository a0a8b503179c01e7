/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On which nodes the pods may run.
 *
 * @param nodeSelector labels that a node must have
 * @param tolerations taints of nodes that the pods accept
 * @param affinity which pods and nodes they are near to, and which they avoid
 * @param spread how evenly they are distributed; over the nodes where possible if left out
 */
public record Placement(
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> nodeSelector,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Toleration> tolerations,
    @Nullable Affinity affinity,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Spread> spread) {

  public Placement {
    spread = Check.listOrEmpty(spread);
    nodeSelector = Check.mapOrEmpty(nodeSelector);
    tolerations = Check.listOrEmpty(tolerations);
    Check check = Check.that();
    LabelSyntax.check(check, "nodeSelector", nodeSelector);
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < spread.size(); i++) {
      check.holds(
          groups.add(spread.get(i).topologyKey()),
          "spread[" + i + "].by",
          "'" + spread.get(i).by() + "' again",
          "each once");
    }
    check.orThrow();
  }

  /**
   * A taint that the pods accept, with the fields and meaning of Kubernetes.
   *
   * @param key the taint's key; every key if left out, with the operator {@code Exists}
   * @param operator {@code Equal} or {@code Exists}; Equal if left out
   * @param value the taint's value; none with the operator {@code Exists}
   * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}; all if left
   *     out
   * @param tolerationSeconds how long a pod stays on a node that gets the taint; with the effect
   *     {@code NoExecute}
   */
  public record Toleration(
      @Nullable String key,
      @Nullable String operator,
      @Nullable String value,
      @Nullable String effect,
      @Nullable Long tolerationSeconds) {

    private static final Pattern OPERATOR = Pattern.compile("Equal|Exists");
    private static final Pattern EFFECT = Pattern.compile("NoSchedule|PreferNoSchedule|NoExecute");

    public Toleration {
      Check check = Check.that();
      boolean exists = "Exists".equals(operator);
      if (key != null) {
        LabelSyntax.key(check, "key", key);
      } else {
        check.holds(exists, "key", "nothing", "the taint's key, or operator: Exists");
      }
      if (operator != null) {
        check.matches("operator", operator, OPERATOR, "Equal or Exists");
      }
      if (value != null) {
        LabelSyntax.value(check, "value", value);
        check.holds(
            !exists || value.isEmpty(), "value", "'" + value + "'", "none with operator Exists");
      }
      if (effect != null) {
        check.matches("effect", effect, EFFECT, "NoSchedule, PreferNoSchedule or NoExecute");
      }
      check.holds(
          tolerationSeconds == null || "NoExecute".equals(effect),
          "effect",
          effect == null ? "nothing" : "'" + effect + "'",
          "NoExecute, with tolerationSeconds");
      check.orThrow();
    }
  }
}
