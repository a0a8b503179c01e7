/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.berth.events.Event;
import io.berth.events.InvalidEventException;
import io.berth.events.Samples;
import io.berth.events.command.Command;
import io.berth.events.kafka.EventJson;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every text of every event that is published is either redacted or an identity. */
class EventRedactorTest {

  private static final String PLANTED = "password=Xy7hunter2 ok";

  /**
   * What readers compare, look up or count by: names, ids, images, and what a program computes. A
   * new field of an event is redacted, or it is named here.
   */
  private static final Set<String> IDENTITIES =
      Set.of(
          "commandId",
          "verb",
          "object",
          "objects",
          "field",
          "rule",
          "supersededBy",
          "rolledBackBy",
          "image",
          "digest",
          "scaledBy",
          "lastCommandId",
          "lastCommandVerb",
          "source",
          "type",
          "status",
          "kind",
          "objectUid",
          "app",
          "namespace",
          "uid",
          "name",
          "ownerKind",
          "ownerName",
          "node",
          "podIp",
          "phase",
          "containerId",
          "imageId",
          "fingerprint",
          "ruleId",
          "silencedBy",
          "inhibitedBy",
          "id",
          "door",
          "action",
          // Alerts are what their labels say; rules and silences name labels and numbers.
          "alertname",
          "cluster",
          "container",
          "pod",
          "severity",
          "labels",
          "matchers",
          "parameters");

  /** Written by programs from numbers and names alone. */
  private static final Set<String> COMPUTED =
      Set.of("ResourceSample", "CustomSample", "ScalingDecision", "ScalingPolicy");

  static List<Event> samples() {
    return Samples.all().values().stream()
        .filter(event -> !(event instanceof Command))
        .filter(event -> !(event instanceof RawLog) && !(event instanceof EnrichedLog))
        .filter(event -> !COMPUTED.contains(event.getClass().getSimpleName()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void secretInATextOfAnEvent_isMasked(Event event) {
    JsonNode json = EventJson.mapper().valueToTree(event);
    List<String> leaks = new ArrayList<>();
    int planted = 0;
    for (List<Object> path : texts(json, List.of())) {
      Event spoilt = spoilt(event, json.deepCopy(), path);
      if (spoilt != null) {
        planted++;
        String clean = EventJson.mapper().writeValueAsString(EventRedactor.redact(spoilt));
        if (clean.contains("hunter2") && path.stream().noneMatch(IDENTITIES::contains)) {
          leaks.add(path.toString());
        }
      }
    }
    assertThat(planted).isPositive();
    assertThat(leaks)
        .as("texts of %s that are neither redacted nor an identity", event.getClass())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void eventWithoutASecret_staysEqual(Event event) {
    assertThat(EventRedactor.redact(event)).isEqualTo(event);
  }

  @Test
  void maskThatIsLongerThanItsSecret_staysWithinTheFieldsBound() {
    Rejected rejected = (Rejected) Samples.of(Rejected.class).values().iterator().next();
    String full = "p is ".repeat(10) + "pwd=x ".repeat(25);
    Rejected long_ =
        new Rejected(
            new io.berth.events.operation.OperationRef(
                "c", "deploy", rejected.ref().app(), "dc-a", full, rejected.ref().at()),
            List.of(new Violation("r", 1, "f", full, full, full)));
    try {
      Rejected clean = EventRedactor.redact(long_);
      assertThat(clean.ref().requestedBy()).hasSizeLessThanOrEqualTo(200).contains("[redacted]");
    } catch (InvalidEventException e) {
      fail("a redacted event is refused by its own record: " + e.getMessage());
    }
  }

  private static List<List<Object>> texts(JsonNode node, List<Object> path) {
    List<List<Object>> all = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        all.addAll(texts(member.getValue(), with(path, member.getKey())));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        all.addAll(texts(array.get(i), with(path, i)));
      }
    } else if (node.isString()) {
      all.add(path);
    }
    return all;
  }

  private static List<Object> with(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /** The same event with a secret in that text; null where such a text could not be there. */
  private static @org.jspecify.annotations.Nullable Event spoilt(
      Event event, JsonNode json, List<Object> path) {
    JsonNode at = json;
    for (Object step : path.subList(0, path.size() - 1)) {
      at = step instanceof Integer index ? at.get(index) : at.get((String) step);
    }
    if (at instanceof ObjectNode object) {
      object.put((String) path.getLast(), PLANTED);
    } else {
      ((ArrayNode) at).set((Integer) path.getLast(), PLANTED);
    }
    try {
      return EventJson.mapper().treeToValue(json, event.getClass());
    } catch (tools.jackson.core.JacksonException | IllegalArgumentException e) {
      return null;
    }
  }
}
