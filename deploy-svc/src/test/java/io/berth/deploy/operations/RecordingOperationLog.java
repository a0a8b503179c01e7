/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.events.AppRef;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The operations topic as a list that outlives the process, which may die before each word. */
public final class RecordingOperationLog implements OperationLog {

  private final List<Operation> topic;
  private final Consumer<String> step;

  public RecordingOperationLog(List<Operation> topic, Consumer<String> step) {
    this.topic = topic;
    this.step = step;
  }

  @Override
  public boolean publish(Operation operation) {
    String id = operation.ref().commandId();
    if (isConcluded(id)
        || (operation instanceof Accepted && isAccepted(id))
        || (operation instanceof Applied && has(id, Applied.class))) {
      return false;
    }
    step.accept("say " + operation.getClass().getSimpleName() + " of " + id);
    return topic.add(operation);
  }

  private boolean has(String id, Class<? extends Operation> type) {
    return topic.stream().filter(type::isInstance).anyMatch(said -> of(said).equals(id));
  }

  private static String of(Operation operation) {
    return operation.ref().commandId();
  }

  @Override
  public boolean isAccepted(String commandId) {
    return has(commandId, Accepted.class);
  }

  @Override
  public boolean isApplied(String commandId) {
    return has(commandId, Applied.class);
  }

  @Override
  public boolean isConcluded(String commandId) {
    return has(commandId, Concluded.class) || has(commandId, Rejected.class);
  }

  @Override
  public List<OpenCommand> open() {
    return topic.stream()
        .filter(Applied.class::isInstance)
        .filter(said -> !isConcluded(of(said)))
        .map(Operation::ref)
        .map(ref -> new OpenCommand(ref.commandId(), ref.verb(), ref.app(), ref.requestedBy()))
        .toList();
  }

  @Override
  public boolean isRemoving(AppRef app) {
    return topic.stream()
        .filter(Objects::nonNull)
        .filter(said -> said.ref().app().equals(app) && said.ref().verb().equals("remove"))
        .anyMatch(said -> !isConcluded(of(said)));
  }
}
