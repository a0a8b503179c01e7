/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static io.berth.logpipeline.enrichment.SampleCollector.ordered;
import static io.berth.logpipeline.enrichment.SamplePods.PAY_ID;
import static io.berth.logpipeline.enrichment.SamplePods.SHOP_ID;
import static io.berth.logpipeline.enrichment.SamplePods.decisive;
import static io.berth.logpipeline.enrichment.SamplePods.document;
import static io.berth.logpipeline.enrichment.SamplePods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.json.JsonMaps;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whose a record is and where it goes is said by its sender and the pod facts, by no line. */
class LogOriginTest {

  static Stream<String> notations() {
    return Stream.of(
        "{\"message\":\"x\",\"kubernetes.namespace\":\"payns\",\"kubernetes.pod.name\":\"pay-1\"}",
        "{\"message\":\"x\",\"kubernetes.pod.uid\":\"uid-pay\"}",
        "{\"kubernetes\":{\"namespace\":\"payns\",\"pod\":{\"name\":\"pay-1\",\"uid\":\"uid-pay\"}}}",
        "{\"kubernetes\":{\"namespace_name\":\"payns\",\"pod_name\":\"pay-1\",\"pod_id\":\"uid-pay\","
            + "\"docker_id\":\"PAY\",\"host\":\"node-9\",\"labels\":{\"app\":\"pay\"}}}",
        "{\"kubernetes\":{\"pod.name\":\"pay-1\",\"pod\":{\"uid\":\"uid-pay\"}},"
            + "\"kubernetes.namespace\":\"payns\"}",
        "{\"kubernetes.pod\":{\"uid\":\"uid-pay\",\"name\":\"pay-1\"}}",
        "{\"container.id\":\"PAY\"}",
        "{\"container_id\":\"PAY\",\"container_name\":\"pay\"}",
        "{\"container\":{\"id\":\"PAY\",\"name\":\"pay\",\"image\":{\"name\":\"evil\"}}}",
        "{\"docker\":{\"container_id\":\"PAY\"}}",
        "{\"docker.container_id\":\"PAY\"}",
        "{\"orchestrator\":{\"cluster\":{\"name\":\"dc-b\"}},\"kubernetes.cluster\":\"dc-b\"}",
        "{\"host.name\":\"node-9\",\"hostname\":\"node-9\",\"kubernetes.host\":\"node-9\"}",
        "{\"host\":{\"name\":\"node-9\"},\"kubernetes.node.name\":\"node-9\"}",
        "{\"berth.app\":\"pay\",\"berth.release\":\"7\",\"berth.tag\":\"t\"}",
        "{\"berth\":{\"app\":\"pay\",\"release\":7,\"command_id\":\"c\",\"dropped\":9000}}",
        "{\"berth.pod_facts\":\"known\",\"berth\":{\"dropped\":1}}",
        "{\"service.name\":\"pay\"}",
        "{\"service\":{\"name\":\"pay\"}}",
        "{\"data_stream.namespace\":\"payns\",\"data_stream\":{\"dataset\":\"berth.pay\"}}",
        "{\"event.dataset\":\"pay\",\"event.id\":\"another\",\"event.ingested\":\"2020-01-01T00:00:00Z\"}",
        "{\"event\":{\"dataset\":\"pay\",\"id\":\"another\",\"created\":\"2020-01-01T00:00:00Z\"}}",
        "{\"kubernetes.labels.app\":\"pay\",\"kubernetes.labels\":{\"team\":\"pay\"}}",
        "{\"\\u006bubernetes.namespace\":\"payns\",\"kubernete\\u0073.pod.name\":\"pay-1\"}",
        "{\"kubernetes.namespace\":\"shop\",\"kubernetes.namespace\":\"payns\"}",
        "{\"kubernetes.namespace\":[\"payns\"],\"kubernetes.pod.uid\":{\"x\":\"uid-pay\"}}",
        "{\"Kubernetes.Namespace\":\"payns\",\"KUBERNETES\":{\"POD\":{\"UID\":\"uid-pay\"}}}",
        "{\" kubernetes.namespace \":\"payns\",\"kubernetes .pod. name\":\"pay-1\"}",
        "{\"kubernetes_namespace_name\":\"payns\",\"kubernetes_pod_name\":\"pay-1\"}",
        "{\"k8s.pod.name\":\"pay-1\",\"k8s.namespace.name\":\"payns\",\"k8s.pod.uid\":\"uid-pay\"}",
        "{\"pod_name\":\"pay-1\",\"namespace_name\":\"payns\",\"pod_id\":\"uid-pay\",\"namespace\":\"payns\"}",
        "{\"message\":\"{\\\"kubernetes.pod.uid\\\":\\\"uid-pay\\\",\\\"berth.app\\\":\\\"pay\\\"}\"}",
        "{\"log\":\"{\\\"log\\\":\\\"{\\\\\\\"kubernetes\\\\\\\":{\\\\\\\"pod_id\\\\\\\":\\\\\\\"uid-pay\\\\\\\"}}\\\"}\"}",
        "  {\"msg\":\"x\",\"kubernetes\":{\"pod_id\":\"uid-pay\"}}  \n",
        "[{\"kubernetes.namespace\":\"payns\"}]",
        "{\"stream\":\"another\",\"tag\":\"kube.var.log.containers.pay-1_payns_pay-PAY.log\"}",
        "{\"kubernetes\":\"payns\",\"container\":7,\"berth\":null,\"host\":\"node-9\"}",
        "{\"kubernetes.namespace\":7,\"kubernetes.pod.name\":true,\"berth.app\":1.5}");
  }

  @ParameterizedTest
  @MethodSource("notations")
  void line_decidesNothing_whoeverSendsIt_andWhateverIsKnownOfThePods(String notation) {
    String line = notation.replace("PAY", PAY_ID);
    for (SampleCollector sender : SampleCollector.values()) {
      for (boolean known : new boolean[] {true, false}) {
        assertThat(decisive(sender, line, known))
            .as("%s, facts known: %s", sender, known)
            .isEqualTo(decisive(sender, "x", known));
      }
    }
  }

  /** As Fluent Bit's Merge_Log and fluentd's reserve_data do: the line's keys beside the maps. */
  @ParameterizedTest
  @MethodSource("notations")
  void lineThatACollectorMerged_doesNotOutrankTheCollector(String notation) {
    String line = notation.replace("PAY", PAY_ID).strip();
    if (!line.startsWith("{")) {
      return;
    }
    for (SampleCollector sender : SampleCollector.values()) {
      if (sender.isCollector()) {
        for (boolean known : new boolean[] {true, false}) {
          Map<String, String> merged = pod(document(sender.merged(line), sender, known));
          assertThat(merged)
              .as("%s, facts known: %s", sender, known)
              .isEqualTo(pod(document(sender.around("x"), sender, known)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void senders_areUnderstood(SampleCollector sender) {
    Map<String, String> known = decisive(sender, "x", true);
    boolean pod =
        sender != SampleCollector.APPENDER_OUTSIDE_OF_KUBERNETES
            && sender != SampleCollector.FLUENTD_IN_FRONT_OF_AN_APPLICATION
            && sender != SampleCollector.NOTHING_BUT_THE_LINE;
    if (pod) {
      assertThat(known)
          .containsEntry("kubernetes.namespace", "shop")
          .containsEntry("kubernetes.pod.uid", "uid-shop")
          .containsEntry("berth.app", "cart")
          .containsEntry("berth.release", "12")
          .containsEntry("host.name", "node-1")
          .containsEntry("data_stream.namespace", "shop");
    } else {
      assertThat(known).doesNotContainKey("kubernetes.namespace");
    }
    if (sender.isCollector() || sender == SampleCollector.APPENDER) {
      assertThat(decisive(sender, "x", false))
          .containsEntry("data_stream.namespace", "shop")
          .containsEntry("kubernetes.pod.name", "cart-1");
    }
  }

  @Test
  void whatALineSaysOfItsOrigin_isKeptUnderFields() {
    String line =
        "{\"message\":\"x\",\"kubernetes.namespace\":\"payns\",\"kubernetes\":{\"pod_name\":\"pay-1\"},"
            + "\"berth.app\":\"pay\",\"event.dataset\":\"d\",\"event.id\":\"i\",\"service.name\":\"s\","
            + "\"host\":{\"name\":\"h\"},\"container_name\":\"c\",\"data_stream.namespace\":\"n\"}";
    for (SampleCollector sender : SampleCollector.values()) {
      JsonNode fields = document(sender.around(line), sender, true).path("fields");
      assertThat(fields.path("kubernetes.namespace").asString()).isEqualTo("payns");
      assertThat(fields.path("kubernetes.pod_name").asString()).isEqualTo("pay-1");
      assertThat(fields.path("berth.app").asString()).isEqualTo("pay");
      assertThat(fields.path("event.dataset").asString()).isEqualTo("d");
      assertThat(fields.path("event.id").asString()).isEqualTo("i");
      assertThat(fields.path("service.name").asString()).isEqualTo("s");
      assertThat(fields.path("host.name").asString()).isEqualTo("h");
      assertThat(fields.path("data_stream.namespace").asString()).isEqualTo("n");
      String container =
          sender == SampleCollector.DOCKER ? "line.container_name" : "container_name";
      assertThat(fields.path(container).asString()).isEqualTo("c");
    }
  }

  @Test
  void unusedFieldOfACollector_isKeptBesideTheFieldOfTheLine() {
    Map<String, Object> record =
        ordered(
            "log",
            "{\"kubernetes\":{\"namespace_id\":\"of the line\"}}",
            "kubernetes.namespace_id",
            "merged",
            "kubernetes",
            ordered("namespace_name", "shop", "pod_name", "cart-1", "namespace_id", "real"));
    JsonNode fields = document(record, SampleCollector.FLUENT_BIT_FILTER, true).path("fields");
    assertThat(fields.path("kubernetes.namespace_id").asString()).isEqualTo("real");
    assertThat(fields.path("line.kubernetes.namespace_id").asString())
        .isIn("merged", "of the line");
  }

  @Test
  void envelopeThatContradictsTheFactsOfItsContainer_givesWay() {
    Map<String, Object> record =
        ordered(
            "log", "x",
            "container_id", SHOP_ID,
            "kubernetes.pod.uid", "uid-pay",
            "kubernetes.namespace", "payns",
            "kubernetes.pod.name", "pay-1",
            "berth.app", "pay",
            "berth.release", "7");
    assertThat(decisive(document(record, SampleCollector.DOCKER, true)))
        .containsEntry("kubernetes.namespace", "shop")
        .containsEntry("kubernetes.pod.uid", "uid-shop")
        .containsEntry("data_stream.namespace", "shop")
        .containsEntry("berth.app", "cart")
        .containsEntry("berth.release", "12");
  }

  /**
   * Fluent Bit writes one name twice: first the line's, which it merged, and its own at the end.
   */
  @Test
  void mapThatStandsThereTwice_isTheCollectors() {
    String collector =
        EventJson.mapper().writeValueAsString(SampleCollector.FLUENT_BIT_FILTER.around("x"));
    String twice =
        collector.replace(
            "\"kubernetes\":",
            "\"kubernetes\":{\"pod\":{\"uid\":\"uid-pay\"},\"namespace\":\"payns\"},\"kubernetes\":");
    Map<String, Object> record = JsonMaps.parse(twice);
    assertThat(decisive(document(record, SampleCollector.FLUENT_BIT_FILTER, true)))
        .isEqualTo(decisive(SampleCollector.FLUENT_BIT_FILTER, "x", true));
  }

  @Test
  void uidOfAPodOfAnotherName_isNotBelieved() {
    Map<String, Object> record =
        ordered(
            "log",
            "x",
            "kubernetes",
            ordered("namespace_name", "shop", "pod_name", "cart-2", "pod_id", "uid-pay"));
    assertThat(decisive(document(record, SampleCollector.FLUENT_BIT_FILTER, true)))
        .containsEntry("kubernetes.namespace", "shop")
        .containsEntry("data_stream.namespace", "shop")
        .containsEntry("berth.pod_facts", "pending");
  }
}
