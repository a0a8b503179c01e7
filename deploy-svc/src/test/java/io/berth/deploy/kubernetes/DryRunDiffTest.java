/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Change;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a diff tells of an object, and what it keeps to itself. */
class DryRunDiffTest {

  private static final String CART =
      """
      {"kind": "Deployment",
       "metadata": {"name": "cart", "labels": {"team": "a"}, "annotations": {"x": "hunter2-0"}},
       "spec": {"replicas": 3, "template": {
         "metadata": {"annotations": {"note": "hunter2-1"}},
         "spec": {"containers": [
           {"name": "cart", "image": "cart:1",
            "command": ["run", "hunter2-2"],
            "args": ["--key", "hunter2-3"],
            "env": [{"name": "A", "value": "hunter2-4"}, {"name": "C", "value": "hunter2-5"}],
            "readinessProbe": {"httpGet": {"path": "/up", "port": 8080,
              "httpHeaders": [{"name": "X", "value": "hunter2-6"}]}, "periodSeconds": 5}}]}}},
       "data": {"app.yml": "hunter2-7"}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // what is there | what takes its place | field | from | to
        "cart:1 | cart:2 | spec.template.spec.containers[cart].image | cart:1 | cart:2",
        "\"replicas\": 3 | \"replicas\": 5 | spec.replicas | 3 | 5",
        "\"periodSeconds\": 5 | \"periodSeconds\": 9 |"
            + " spec.template.spec.containers[cart].readinessProbe.periodSeconds | 5 | 9",
        "\"team\": \"a\" | \"team\": \"b\" | metadata.labels.team | a | b",
        "hunter2-1 | hunter2-x | spec.template.metadata.annotations.note |"
            + " (changed, not shown) | (changed, not shown)",
        "hunter2-2 | hunter2-x | spec.template.spec.containers[cart].command[1] |"
            + " (changed, not shown) | (changed, not shown)",
        "hunter2-3 | hunter2-x | spec.template.spec.containers[cart].args[1] |"
            + " (changed, not shown) | (changed, not shown)",
        "hunter2-4 | hunter2-x | spec.template.spec.containers[cart].env[A].value |"
            + " (changed, not shown) | (changed, not shown)",
        "hunter2-6 | hunter2-x |"
            + " spec.template.spec.containers[cart].readinessProbe.httpGet.httpHeaders[0].value |"
            + " (changed, not shown) | (changed, not shown)",
        "hunter2-7 | hunter2-x | data.app.yml | (changed, not shown) | (changed, not shown)"
      })
  void changedValue_isShown_unlessItIsUserInput(
      String was, String is, String field, String from, String to) {
    assertThat(DryRunDiff.between("Deployment/cart", json(CART), json(CART.replace(was, is))))
        .containsExactly(new Change("Deployment/cart", field, from, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"env\": [ | \"env\": [{\"name\": \"B\", \"value\": \"hunter2-x\"}, |"
            + " spec.template.spec.containers[cart].env[B]",
        "\"hunter2-3\"] | \"hunter2-3\", \"hunter2-x\"] |"
            + " spec.template.spec.containers[cart].args[2]",
        "\"note\": | \"more\": \"hunter2-x\", \"note\": | spec.template.metadata.annotations.more",
        "\"app.yml\": | \"b.yml\": \"hunter2-x\", \"app.yml\": | data.b.yml",
        "\"image\": | \"workingDir\": \"hunter2-x\", \"image\": |"
            + " spec.template.spec.containers[cart].workingDir"
      })
  void addedAndRemovedUserInput_isNamedButNotShown(String before, String after, String field) {
    Map<?, ?> less = json(CART);
    Map<?, ?> more = json(CART.replace(before, after));

    assertThat(DryRunDiff.between("o", less, more))
        .containsExactly(new Change("o", field, null, "(added, not shown)"));
    assertThat(DryRunDiff.between("o", more, less))
        .containsExactly(new Change("o", field, "(removed, not shown)", null));
  }

  @Test
  void addedOrRemovedItem_showsNoUserInput() {
    Map<?, ?> nothing = json("{\"kind\": \"Deployment\", \"metadata\": {\"name\": \"cart\"}}");

    List<Change> made = DryRunDiff.between("o", nothing, json(CART));
    List<Change> gone = DryRunDiff.between("o", json(CART), nothing);

    assertThat(made.toString() + gone).doesNotContain("hunter2");
    assertThat(made)
        .extracting(Change::field)
        .contains(
            "spec.template.spec.containers[cart].env[A]",
            "spec.template.spec.containers[cart].args[0]",
            "data.app.yml");
  }

  @Test
  void sameObject_hasNoDiff() {
    assertThat(DryRunDiff.between("o", json(CART), json(CART))).isEmpty();
  }

  private static Map<?, ?> json(String text) {
    return EventJson.mapper().readValue(text, Map.class);
  }
}
