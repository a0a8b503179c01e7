/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Event;
import io.berth.events.Samples;
import io.berth.events.alert.AlertTransition;
import io.berth.events.audit.AuditEntry;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.ResourceSample;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.redaction.rule.RedactionRule;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PlatformDocumentTest {

  private static final Set<String> INDEXED =
      Set.of(
          "ResourceSample", "CustomSample", "ClusterEvent", "ScalingDecision", "AlertTransition");

  private final List<RedactionRule> redacted = new ArrayList<>();
  private final PlatformDocument documents = new PlatformDocument(redacted::add);

  static Stream<Event> indexed() {
    return Samples.all().values().stream()
        .filter(
            event ->
                INDEXED.contains(event.getClass().getSimpleName())
                    || event instanceof io.berth.events.operation.Operation);
  }

  @ParameterizedTest
  @MethodSource("indexed")
  void everyEvent_hasTheFieldsThatPeopleSearch_andTheTemplateKnowsThem(Event event)
      throws Exception {
    JsonNode document = document(event);
    assertThat(document.at("/berth/app").asString()).isEqualTo("cart");
    if (!(event instanceof AlertTransition)) {
      // An alert says so in a label, which the example does not have.
      assertThat(document.at("/orchestrator/cluster/name").asString()).isEqualTo("dc-a");
    }
    assertThat(document.at("/event/id").asString()).isEqualTo("e-1");
    assertThat(document.path("@timestamp").asString()).startsWith("2026-03-01T1");
    assertThat(document.path("payload")).isNotEmpty();
    assertThat(known()).containsAll(names("", document));
  }

  @Test
  void sums_areOverAllPods() {
    JsonNode metric = document(sample(ResourceSample.class)).path("metric");
    assertThat(metric.path("cpu_millis").asLong()).isEqualTo(412);
    assertThat(metric.path("cpu_limit_millis").asLong()).isEqualTo(500);
    assertThat(metric.path("pods_ready").asLong()).isEqualTo(1);
    assertThat(metric.path("replicas").asLong()).isEqualTo(3);
  }

  @Test
  void id_isTheSameForTheSameEvent_andSaysWhoseItIs() {
    Event event = sample(ClusterEvent.class);
    IndexDocument once = documents.of(SampleEnvelopes.of("e-1", event), 0);
    assertThat(once.id()).isEqualTo("/test/e-1");
    assertThat(once.stream()).isEqualTo("events-berth.cluster-default");
    assertThat(documents.of(SampleEnvelopes.of("e-1", event), 5).id()).isEqualTo(once.id());
  }

  @Test
  void secrets_areTakenOut_inTheMessageAndInThePayload() {
    ClusterEvent event =
        new ClusterEvent(
            "dc-a",
            "shop",
            "Pod",
            "cart-1",
            null,
            "cart",
            "Warning",
            "Failed",
            "login with password=hunter2hunter failed",
            1,
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    JsonNode document = document(event);
    assertThat(document.toString()).contains("password=").doesNotContain("hunter2hunter");
    assertThat(redacted).contains(RedactionRule.PASSWORD);
  }

  @Test
  void whatIsNotOfThesePlaces_isNotIndexed() {
    assertThat(documents.of(SampleEnvelopes.of("e-1", sample(AuditEntry.class)), 0)).isNull();
  }

  private JsonNode document(Event event) {
    IndexDocument document = documents.of(SampleEnvelopes.of("e-1", event), 0);
    return EventJson.mapper().readTree(document.json());
  }

  private static <E extends Event> E sample(Class<E> type) {
    return Samples.of(type).values().iterator().next();
  }

  private static Set<String> known() throws Exception {
    String path = "/io/berth/logpipeline/elasticsearch/platform-template.json";
    try (InputStream in = PlatformDocumentTest.class.getResourceAsStream(path)) {
      JsonNode properties = EventJson.mapper().readTree(in).at("/template/mappings/properties");
      Set<String> known = new TreeSet<>();
      mapped("", properties, known);
      return known;
    }
  }

  private static void mapped(String prefix, JsonNode properties, Set<String> into) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      into.add(prefix + property.getKey());
      mapped(prefix + property.getKey() + ".", property.getValue().path("properties"), into);
    }
  }

  private static Set<String> names(String prefix, JsonNode document) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      String name = prefix + field.getKey();
      names.add(name);
      if (!name.equals("payload") && !name.equals("alert.labels")) {
        names.addAll(names(name + ".", field.getValue()));
      }
    }
    return names;
  }
}
