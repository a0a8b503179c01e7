/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.simulator.store.JsonTrees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ChangedObjectsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ChangedObjects changed = new ChangedObjects();
  private final List<ObjectNode> reconciled = new ArrayList<>();
  private final ObjectNode set = JsonTrees.object();
  private final ObjectNode pod = JsonTrees.object();

  @Test
  void sameTrees_areReconciledOnce() {
    pass(List.of(set), List.of(pod), NOW);
    pass(List.of(set), List.of(pod), NOW.plusMillis(100));

    assertThat(reconciled).containsExactly(set);
  }

  @Test
  void anotherVersionOfTheObject_orOfOneItDependsOn_isReconciled() {
    pass(List.of(set), List.of(pod), NOW);
    pass(List.of(set.deepCopy()), List.of(pod), NOW);
    pass(List.of(set.deepCopy()), List.of(pod.deepCopy()), NOW);
    ObjectNode last = set.deepCopy();
    pass(List.of(last), List.of(pod), NOW);
    pass(List.of(last), List.of(), NOW);

    assertThat(reconciled).hasSize(5);
  }

  @Test
  void unchangedObject_isReconciledAboutOnceASecond() {
    for (int millis = 0; millis < 3000; millis += 100) {
      pass(List.of(set), List.of(pod), NOW.plusMillis(millis));
    }

    assertThat(reconciled).hasSize(4);
  }

  @Test
  void failedPass_isRepeated() {
    assertThatThrownBy(
            () ->
                changed.forEach(
                    List.of(set),
                    _ -> List.of(),
                    NOW,
                    (_, _) -> {
                      throw new IllegalStateException("a conflict");
                    }))
        .isInstanceOf(IllegalStateException.class);

    pass(List.of(set), List.of(), NOW);

    assertThat(reconciled).containsExactly(set);
  }

  private void pass(List<ObjectNode> objects, List<ObjectNode> others, Instant now) {
    changed.forEach(objects, _ -> others, now, (object, _) -> reconciled.add(object));
  }
}
