/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.operations.OperationLog.OpenCommand;
import io.berth.deploy.planning.ReceivedCommand;
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

/** The steps published for each command, by this instance or an earlier one. */
final class PublishedSteps {

  private static final int MAX_REMEMBERED = 200_000;

  private final Map<String, CommandSteps> steps =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CommandSteps> eldest) {
          return size() > MAX_REMEMBERED && eldest.getValue().concluded();
        }
      };

  private final String cluster;

  /**
   * @param cluster this one's name
   */
  PublishedSteps(String cluster) {
    this.cluster = cluster;
  }

  /** Steps that are published once. */
  enum PublishedStep {
    ACCEPTED,
    APPLIED,
    CONCLUDED;

    static PublishedStep of(Operation operation) {
      return switch (operation) {
        case Accepted _ -> ACCEPTED;
        case Applied _, Progressing _, Drifted _ -> APPLIED;
        case Rejected _, Concluded _ -> CONCLUDED;
      };
    }
  }

  private record CommandSteps(OpenCommand command, Set<PublishedStep> steps) {
    boolean concluded() {
      return steps.contains(PublishedStep.CONCLUDED);
    }
  }

  static boolean isPublishedOnce(Operation operation) {
    return !(operation instanceof Progressing || operation instanceof Drifted);
  }

  /** A rejection in the name of an unknown cluster does not count for this one. */
  String key(OperationRef ref) {
    return ref.cluster().equals(cluster) ? ref.commandId() : ref.commandId() + "@" + ref.cluster();
  }

  synchronized boolean contains(Operation operation) {
    CommandSteps known = steps.get(key(operation.ref()));
    return known != null
        && (known.concluded()
            || (isPublishedOnce(operation) && known.steps().contains(PublishedStep.of(operation))));
  }

  synchronized void add(Operation operation) {
    if (isPublishedOnce(operation)) {
      var ref = operation.ref();
      steps
          .computeIfAbsent(
              key(ref),
              _ ->
                  new CommandSteps(
                      new OpenCommand(ref.commandId(), ref.verb(), ref.app(), ref.requestedBy()),
                      EnumSet.noneOf(PublishedStep.class)))
          .steps()
          .add(PublishedStep.of(operation));
    }
  }

  synchronized boolean has(String commandId, PublishedStep step) {
    CommandSteps known = steps.get(commandId);
    return known != null && known.steps().contains(step);
  }

  /** Whether steps of another command are published under that command's id. */
  synchronized boolean isIdOfAnother(ReceivedCommand received) {
    CommandSteps known = steps.get(received.id());
    return known != null
        && !(known.command().verb().equals(received.command().verb())
            && known.command().app().equals(received.command().subject()));
  }

  /** Applied, and without a verdict. */
  synchronized List<OpenCommand> open() {
    return steps.values().stream()
        .filter(known -> known.steps().contains(PublishedStep.APPLIED) && !known.concluded())
        .map(CommandSteps::command)
        .toList();
  }

  /** Whether a Remove of the application is in progress. */
  synchronized boolean removing(AppRef app) {
    return steps.values().stream()
        .filter(known -> !known.concluded())
        .map(CommandSteps::command)
        .anyMatch(open -> open.app().equals(app) && open.verb().equals("remove"));
  }
}
