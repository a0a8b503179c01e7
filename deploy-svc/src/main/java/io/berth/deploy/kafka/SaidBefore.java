/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.Operations.Open;
import io.berth.events.AppRef;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was said of each command, by this instance or by one before it. */
final class SaidBefore {

  private static final int MOST_REMEMBERED = 200_000;

  private final Map<String, Said> memory =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
          return size() > MOST_REMEMBERED && eldest.getValue().concluded();
        }
      };

  private final String cluster;

  /**
   * @param cluster this one's name
   */
  SaidBefore(String cluster) {
    this.cluster = cluster;
  }

  /** Steps that are said once. */
  enum Stage {
    ACCEPTED,
    APPLIED,
    CONCLUDED;

    static Stage of(Operation operation) {
      return switch (operation) {
        case Accepted _ -> ACCEPTED;
        case Applied _, Progressing _, Drifted _ -> APPLIED;
        case Rejected _, Concluded _ -> CONCLUDED;
      };
    }
  }

  private record Said(Open command, Set<Stage> steps) {
    boolean concluded() {
      return steps.contains(Stage.CONCLUDED);
    }
  }

  static boolean once(Operation operation) {
    return !(operation instanceof Progressing || operation instanceof Drifted);
  }

  /** What is said for a cluster that does not exist says nothing of this one. */
  String key(OperationRef ref) {
    return ref.cluster().equals(cluster) ? ref.commandId() : ref.commandId() + "@" + ref.cluster();
  }

  synchronized boolean known(Operation operation) {
    Said said = memory.get(key(operation.ref()));
    return said != null
        && (said.concluded() || (once(operation) && said.steps().contains(Stage.of(operation))));
  }

  synchronized void note(Operation operation) {
    if (once(operation)) {
      var ref = operation.ref();
      memory
          .computeIfAbsent(
              key(ref),
              _ ->
                  new Said(
                      new Open(ref.commandId(), ref.verb(), ref.app(), ref.requestedBy()),
                      EnumSet.noneOf(Stage.class)))
          .steps()
          .add(Stage.of(operation));
    }
  }

  synchronized boolean has(String commandId, Stage stage) {
    Said said = memory.get(commandId);
    return said != null && said.steps().contains(stage);
  }

  /** Applied, and without a verdict. */
  synchronized List<Open> open() {
    return memory.values().stream()
        .filter(said -> said.steps().contains(Stage.APPLIED) && !said.concluded())
        .map(Said::command)
        .toList();
  }

  /** Whether a Remove of it is under way. */
  synchronized boolean removing(AppRef app) {
    return memory.values().stream()
        .filter(said -> !said.concluded())
        .map(Said::command)
        .anyMatch(open -> open.app().equals(app) && open.verb().equals("remove"));
  }
}
