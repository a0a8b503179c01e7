/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a drift is, and what is none. */
class ObjectDiffTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static final String WANTED =
      """
      {"metadata": {"labels": {"app.kubernetes.io/name": "cart"}},
       "spec": {"replicas": 3, "template": {"spec": {"containers": [
         {"name": "cart", "image": "cart:1", "args": ["serve"],
          "env": [{"name": "COLOUR", "value": "blue"}],
          "resources": {"limits": {"cpu": "1000m"}}}]}}}}\
      """;

  private static final String ALL_OURS =
      """
      {"f:metadata": {"f:labels": {"f:app.kubernetes.io/name": {}}},
       "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {
         "k:{\\"name\\":\\"cart\\"}": {".": {}, "f:name": {}, "f:image": {}, "f:args": {},
           "f:env": {"k:{\\"name\\":\\"COLOUR\\"}": {".": {}, "f:name": {}, "f:value": {}}},
           "f:resources": {"f:limits": {"f:cpu": {}}}}}}}}}\
      """;

  private static final String THEIR_IMAGE =
      """
      {"f:spec": {"f:template": {"f:spec": {"f:containers": {
         "k:{\\"name\\":\\"cart\\"}": {"f:image": {}}}}}}}\
      """;

  @Test
  void sameObject_hasNotDrifted() {
    assertThat(compared(live(WANTED, ours(ALL_OURS)))).isEmpty();
  }

  @Test
  void valueNormalizedByTheServer_isNoDrift() {
    String canonical = WANTED.replace("1000m", "1");

    assertThat(compared(live(canonical, ours(ALL_OURS)))).isEmpty();
  }

  @Test
  void changedField_isReported_withManagerAndTime() {
    String changed = WANTED.replace("cart:1", "cart:hotfix");

    assertThat(
            compared(
                live(
                    changed,
                    ours(ALL_OURS.replace("\"f:image\": {}, ", "")),
                    theirs("kubectl-edit", THEIR_IMAGE))))
        .containsExactly(
            new Drift(
                "Deployment/cart",
                "spec.template.spec.containers[cart].image",
                "cart:hotfix",
                "cart:1",
                "kubectl-edit",
                NOON));
  }

  @Test
  void removedField_isAttributedToTheLastForeignManager() {
    String removed = WANTED.replace("\"env\": [{\"name\": \"COLOUR\", \"value\": \"blue\"}],", "");
    String rest = ALL_OURS.replaceAll("\"f:env\": \\{.*}}},\\s", "");

    assertThat(compared(live(removed, ours(rest), theirs("kubectl-edit", THEIR_IMAGE))))
        .extracting(Drift::field, Drift::found, Drift::manager)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "spec.template.spec.containers[cart].env[COLOUR]", "nothing", "kubectl-edit"));
    assertThat(compared(live(removed, ours(rest))))
        .extracting(Drift::manager)
        .containsExactly(Drift.UNKNOWN);
  }

  @Test
  void environmentVariable_isNamedButNotShown() {
    String changed = WANTED.replace("blue", "hunter2");
    String rest = ALL_OURS.replace("\"f:value\": {}", "\"f:other\": {}");

    assertThat(compared(live(changed, ours(rest))))
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.field()).endsWith(".env[COLOUR].value");
              assertThat(drift.toString()).doesNotContain("hunter2").doesNotContain("blue");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve | f:args | spec.template.spec.containers[cart].args",
        "note-1 | f:note | metadata.annotations.note"
      })
  void userInput_isNamedButNotShown(String was, String owned, String field) {
    String wanted =
        WANTED.replace("\"labels\"", "\"annotations\": {\"note\": \"note-1\"}, \"labels\"");
    String rest = ALL_OURS.replace(owned, "f:other");

    assertThat(
            ObjectDiff.of(
                "Deployment/cart", json(wanted), live(wanted.replace(was, "hunter2"), ours(rest))))
        .filteredOn(drift -> drift.field().equals(field))
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.found()).isEqualTo("another value");
              assertThat(drift.wanted()).isEqualTo("the release's value");
            });
  }

  @Test
  void foreignAdditions_areNoDrift() {
    String more = WANTED.replace("\"replicas\": 3", "\"replicas\": 3, \"minReadySeconds\": 5");

    assertThat(
            compared(
                live(
                    more,
                    ours(ALL_OURS),
                    theirs("x", "{\"f:spec\": {\"f:minReadySeconds\": {}}}"))))
        .isEmpty();
  }

  @Test
  void scalersReplicas_areNoDrift() {
    String scaled = WANTED.replace("\"replicas\": 3", "\"replicas\": 7");
    String rest = ALL_OURS.replace("\"f:replicas\": {}, ", "");
    String scaler = "{\"f:spec\": {\"f:replicas\": {}}}";

    assertThat(compared(live(scaled, ours(rest), entry("berth-scaler", "Apply", scaler))))
        .isEmpty();
    assertThat(compared(live(scaled, ours(rest), theirs("kubectl", scaler))))
        .extracting(Drift::field, Drift::found, Drift::wanted)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("spec.replicas", "7", "3"));
  }

  @Test
  void objectWrittenByControllersOnly_hasNoForeignChanges() {
    String revision =
        "{\"f:metadata\": {\"f:annotations\": {\"f:deployment.kubernetes.io/revision\": {}}},"
            + " \"f:status\": {\"f:replicas\": {}}}";

    assertThat(
            ObjectDiff.hasForeignChanges(
                live(WANTED, ours(ALL_OURS), theirs("kube-controller-manager", revision))))
        .isFalse();
    assertThat(
            ObjectDiff.hasForeignChanges(
                live(WANTED, ours(ALL_OURS), theirs("kubectl", THEIR_IMAGE))))
        .isTrue();
  }

  private static List<Drift> compared(Map<?, ?> live) {
    return ObjectDiff.of("Deployment/cart", json(WANTED), live);
  }

  private static String ours(String fields) {
    return entry("berth-deploy", "Apply", fields);
  }

  private static String theirs(String manager, String fields) {
    return entry(manager, "Update", fields);
  }

  private static String entry(String manager, String operation, String fields) {
    return "{\"manager\": \"%s\", \"operation\": \"%s\", \"time\": \"%s\", \"fieldsV1\": %s}"
        .formatted(manager, operation, NOON, fields);
  }

  private static Map<?, ?> live(String object, String... entries) {
    return json(
        object.replaceFirst(
            "\"labels\"",
            "\"managedFields\": ["
                + String.join(",", entries).replace("\\", "\\\\")
                + "], \"labels\""));
  }

  private static Map<?, ?> json(String text) {
    return EventJson.mapper().readValue(text, Map.class);
  }
}
