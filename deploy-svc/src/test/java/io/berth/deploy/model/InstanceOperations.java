/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.model.Trouble.Point;
import io.berth.deploy.operations.OperationLog;
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
import java.util.function.BooleanSupplier;

/**
 * The operations as one instance knows them, as {@code OperationsTopic} does: what it published,
 * and what was on the topic when it last caught up.
 */
final class InstanceOperations implements OperationLog {

  private record Known(OperationRef ref, Set<Point> steps) {}

  private final World world;
  private final CallInterceptor calls;
  private final BooleanSupplier isOwner;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private int read;
  private boolean sendOutcomeUnknown;

  InstanceOperations(World world, CallInterceptor calls, BooleanSupplier isOwner) {
    this.world = world;
    this.calls = calls;
    this.isOwner = isOwner;
  }

  void catchUp() {
    for (; read < world.operations().size(); read++) {
      remember(world.operations().operation(read));
    }
  }

  @Override
  public boolean publish(Operation operation) {
    if (sendOutcomeUnknown) {
      requireBroker();
      catchUp();
      sendOutcomeUnknown = false;
    }
    Point step = step(operation);
    if (step == null) {
      return false; // progress is nobody's memory
    }
    String id = operation.ref().commandId();
    if (isConcluded(id) || (step != Point.PUBLISH_VERDICT && has(id, step))) {
      return false;
    }
    try {
      calls.call(step, () -> append(operation), InstanceOperations::away, () -> {});
    } catch (BrokerAwayException e) {
      sendOutcomeUnknown = true;
      throw e;
    }
    remember(operation);
    return true;
  }

  private boolean append(Operation operation) {
    requireBroker();
    boolean stale = !isOwner.getAsBoolean();
    world.operations().append(operation, stale);
    if (!stale) {
      RemovalCheck.violations(operation, world.objects()).forEach(world::fail);
    }
    return true;
  }

  private void requireBroker() {
    if (world.isBrokerAway()) {
      throw away();
    }
  }

  private static BrokerAwayException away() {
    return new BrokerAwayException("Kafka does not take an operation");
  }

  private static @org.jspecify.annotations.Nullable Point step(Operation operation) {
    return switch (operation) {
      case Accepted _ -> Point.PUBLISH_ACCEPTED;
      case Applied _ -> Point.PUBLISH_APPLIED;
      case Concluded _, Rejected _ -> Point.PUBLISH_VERDICT;
      case Progressing _, Drifted _ -> null;
    };
  }

  private void remember(Operation operation) {
    Point step = step(operation);
    if (step != null) {
      known
          .computeIfAbsent(
              operation.ref().commandId(),
              _ -> new Known(operation.ref(), EnumSet.noneOf(Point.class)))
          .steps()
          .add(step);
    }
  }

  private boolean has(String id, Point step) {
    Known command = known.get(id);
    return command != null && command.steps().contains(step);
  }

  @Override
  public boolean isAccepted(String commandId) {
    return has(commandId, Point.PUBLISH_ACCEPTED);
  }

  @Override
  public boolean isApplied(String commandId) {
    return has(commandId, Point.PUBLISH_APPLIED);
  }

  @Override
  public boolean isConcluded(String commandId) {
    return !world.has(PlantedFault.VERDICTS_FORGOTTEN) && has(commandId, Point.PUBLISH_VERDICT);
  }

  @Override
  public List<OpenCommand> open() {
    return known.values().stream()
        .filter(command -> command.steps().contains(Point.PUBLISH_APPLIED))
        .filter(command -> !command.steps().contains(Point.PUBLISH_VERDICT))
        .map(Known::ref)
        .map(ref -> new OpenCommand(ref.commandId(), ref.verb(), ref.app(), ref.requestedBy()))
        .toList();
  }

  @Override
  public boolean isRemoving(AppRef app) {
    return known.values().stream()
        .filter(command -> !command.steps().contains(Point.PUBLISH_VERDICT))
        .map(Known::ref)
        .anyMatch(ref -> ref.app().equals(app) && ref.verb().equals("remove"));
  }
}
