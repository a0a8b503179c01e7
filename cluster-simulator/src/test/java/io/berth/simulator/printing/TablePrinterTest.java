/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TablePrinterTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void runningPod_showsReadyContainersAndItsAge() {
    assertThat(cells(pod("\"ready\":true,\"restartCount\":0,\"state\":{\"running\":{}}")))
        .startsWith("web", "1/1", "Running", "0", "5m");
  }

  @Test
  void crashLoopingPod_showsItsReasonAndWhenItRestarted() {
    String status =
        "\"ready\":false,\"restartCount\":3,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},"
            + "\"lastState\":{\"terminated\":{\"finishedAt\":\"2026-01-31T11:59:20Z\"}}";

    assertThat(cells(pod(status))).startsWith("web", "0/1", "CrashLoopBackOff", "3 (40s ago)");
  }

  @Test
  void containerThatExitedWithoutAReason_showsItsExitCode() {
    String status =
        "\"ready\":false,\"restartCount\":0,\"state\":{\"terminated\":{\"exitCode\":3}}";

    assertThat(cells(pod(status))).startsWith("web", "0/1", "ExitCode:3");
  }

  @Test
  void deletedPod_isTerminating() {
    var pod = JsonTrees.parse(pod("\"ready\":true,\"state\":{\"running\":{}}"));
    JsonTrees.child(pod, "metadata").put("deletionTimestamp", "2026-01-31T12:00:00Z");

    assertThat(cells(pod.toString())).startsWith("web", "1/1", "Terminating");
  }

  @Test
  void list_becomesARowForEachObject_withItsMetadataAlone() {
    String list =
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":["
            + pod("\"ready\":true")
            + ","
            + pod("\"ready\":true")
            + "]}";

    JsonNode table = TablePrinter.print(ApiResources.PODS, JsonTrees.parse(list), "", NOW);

    assertThat(table.path("metadata").path("resourceVersion").asString()).isEqualTo("7");
    assertThat(table.path("rows").size()).isEqualTo(2);
    JsonNode object = table.path("rows").path(0).path("object");
    assertThat(object.path("kind").asString()).isEqualTo("PartialObjectMetadata");
    assertThat(object.has("spec")).isFalse();
  }

  @Test
  void everyRow_hasACellForEachColumn_ofEveryKind() {
    for (var resource : ApiResources.ALL) {
      var object = JsonTrees.object().put("kind", resource.kind());
      JsonNode table = TablePrinter.print(resource, object, "None", NOW);

      assertThat(table.path("rows").path(0).path("cells").size())
          .as(resource.kind())
          .isEqualTo(table.path("columnDefinitions").size())
          .isGreaterThan(1);
    }
  }

  private static List<String> cells(String pod) {
    return TablePrinter.print(ApiResources.PODS, JsonTrees.parse(pod), "", NOW)
        .path("rows")
        .path(0)
        .path("cells")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private static String pod(String containerStatus) {
    return "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"creationTimestamp\":"
        + "\"2026-01-31T11:55:00Z\"},\"spec\":{\"containers\":[{\"name\":\"web\"}]},"
        + "\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{"
        + containerStatus
        + "}]}}";
  }
}
