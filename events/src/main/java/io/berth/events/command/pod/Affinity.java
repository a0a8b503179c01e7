/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pods and nodes the application's pods are placed near to, and which they avoid.
 *
 * @param apart pods that are not in the same group of nodes
 * @param together pods that are in the same group of nodes
 * @param nodes labels of the nodes
 */
public record Affinity(
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Neighbors> apart,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Neighbors> together,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NodeLabel> nodes) {

  private static final int DEFAULT_WEIGHT = 100;

  public Affinity {
    apart = Check.listOrEmpty(apart);
    together = Check.listOrEmpty(together);
    nodes = Check.listOrEmpty(nodes);
  }

  private static void weight(Check check, @Nullable Integer weight, boolean required) {
    if (weight != null) {
      check
          .between("weight", weight, 1, 100)
          .holds(!required, "weight", weight + " of what is required", "none, with required: true");
    }
  }

  /**
   * Pods of the namespace, by their labels.
   *
   * @param labels all of which a pod has; the application's own pods if left out
   * @param by the group of nodes: {@code node}, {@code zone}, or the key of a label
   * @param required whether a pod waits where no node fits; otherwise it is preferred
   * @param weight of what is preferred, 1 to 100; 100 if left out
   */
  public record Neighbors(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
      String by,
      boolean required,
      @Nullable Integer weight) {
    @SuppressWarnings("NullAway") // JSON may leave it out
    public Neighbors {
      labels = Check.mapOrEmpty(labels);
      by = by == null ? Topology.NODE : by;
      Check check = Check.that();
      LabelSyntax.check(check, "labels", labels);
      Topology.check(check, by);
      Affinity.weight(check, weight, required);
      check.orThrow();
    }

    /** The key of the label that groups the nodes. */
    public String topologyKey() {
      return Topology.key(by);
    }

    public int weightOrDefault() {
      return weight == null ? DEFAULT_WEIGHT : weight;
    }
  }

  /**
   * A condition on a label of the node. Those that are required hold all together.
   *
   * @param key of the label
   * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}; In if left
   *     out
   * @param values of the label, with {@code In} and {@code NotIn}
   * @param required whether a pod waits where no node fits; otherwise it is preferred
   * @param weight of what is preferred, 1 to 100; 100 if left out
   */
  public record NodeLabel(
      String key,
      @Nullable String operator,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> values,
      boolean required,
      @Nullable Integer weight) {

    private static final Pattern OPERATOR = Pattern.compile("In|NotIn|Exists|DoesNotExist");

    public NodeLabel {
      values = Check.listOrEmpty(values);
      operator = "In".equals(operator) ? null : operator; // said or not, it is the same
      Check check = Check.that();
      if (key == null) {
        check.fault("key", "nothing", "the key of a label such as topology.kubernetes.io/zone");
      } else {
        LabelSyntax.key(check, "key", key);
      }
      if (operator != null && !OPERATOR.matcher(operator).matches()) {
        check.fault("operator", "'" + operator + "'", "In, NotIn, Exists or DoesNotExist");
      } else if (operator == null && values.isEmpty()) {
        check.fault("operator", "nothing", "Exists or DoesNotExist, or values");
      } else {
        boolean listed = operator == null || operator.equals("NotIn");
        check.holds(
            listed != values.isEmpty(),
            "values",
            listed ? "none" : "values with " + operator,
            listed ? "at least one" : "none");
      }
      for (int i = 0; i < values.size(); i++) {
        LabelSyntax.value(check, "values[" + i + "]", values.get(i));
      }
      Affinity.weight(check, weight, required);
      check.orThrow();
    }

    public String operatorOrIn() {
      return operator == null ? "In" : operator;
    }

    public int weightOrDefault() {
      return weight == null ? DEFAULT_WEIGHT : weight;
    }
  }
}
