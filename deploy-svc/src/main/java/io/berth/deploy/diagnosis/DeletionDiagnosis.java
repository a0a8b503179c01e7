/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Why an application that was deleted is not gone. */
public final class DeletionDiagnosis {

  /** Of an application with hundreds of pods not all of them are named. */
  private static final int MAX_OBJECTS = 10;

  private DeletionDiagnosis() {}

  /**
   * @param remaining what is left, at least one object
   */
  public static Diagnosis of(String namespace, List<RemainingObject> remaining) {
    List<RemainingObject> named =
        remaining.stream()
            .sorted(Comparator.comparing(DeletionDiagnosis::rank))
            .limit(MAX_OBJECTS)
            .toList();
    return new Diagnosis(
        Cause.DELETION_BLOCKED,
        named.stream()
                .map(object -> object.object() + " " + object.state())
                .collect(Collectors.joining("; ", "It was deleted and is not gone: ", "."))
            + more(remaining.size() - named.size()),
        named.stream()
            .map(object -> new Evidence("status", object.object(), object.state()))
            .toList(),
        advice(namespace, named));
  }

  /** What keeps the rest comes first. */
  private static int rank(RemainingObject object) {
    return object.isRecreated() || !object.foreignFinalizers().isEmpty()
        ? 0
        : object.finalizers().isEmpty() ? 2 : 1;
  }

  private static String more(int count) {
    return count == 0 ? "" : " Objects that are not named here: " + count + ".";
  }

  private static List<String> advice(String namespace, List<RemainingObject> remaining) {
    List<String> advice = new ArrayList<>();
    remaining.stream()
        .filter(RemainingObject::isRecreated)
        .forEach(
            again ->
                advice.add(
                    "Have "
                        + again.writer()
                        + " create "
                        + again.object()
                        + " no more: take it out of what it applies."));
    remaining.stream()
        .filter(object -> !object.foreignFinalizers().isEmpty())
        .findFirst()
        .ifPresent(
            held ->
                advice.add(
                    "The controller that set a finalizer removes it when it has cleaned up: see"
                        + " why it does not. If it is gone for good, remove the finalizer: "
                        + held.release(namespace)));
    if (advice.isEmpty()) {
      advice.add("See what the pods wait for: kubectl -n " + namespace + " get pods");
    }
    advice.add("Send remove again to be told when everything is gone.");
    return advice;
  }
}
