/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CronJobControllerTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final long MINUTE = START.getEpochSecond() / 60;

  private final Store store = new Store(1000, 1);
  private final Clock clock = Clock.fixed(START, ZoneOffset.UTC);
  private final RestStorage objects = new RestStorage(store, clock);
  private final CronJobController controller =
      new CronJobController(
          store, objects, new ObjectDeletion(store, clock), new EventRecorder(objects, clock));

  @BeforeEach
  void makeNamespace() {
    objects.create(
        ApiResources.NAMESPACES,
        "",
        JsonTrees.parse("{\"metadata\":{\"name\":\"shop\"}}"),
        WriteOptions.INTERNAL);
  }

  @Test
  void eachTimeOfTheSchedule_hasAJob_namedAfterItsMinute() {
    create("");
    controller.reconcile(START.plusSeconds(59));
    assertThat(jobs()).isEmpty();

    controller.reconcile(START.plusSeconds(60));
    controller.reconcile(START.plusSeconds(61));
    controller.reconcile(START.plusSeconds(121));

    assertThat(jobs()).containsExactly("report-" + (MINUTE + 1), "report-" + (MINUTE + 2));
    assertThat(text("lastScheduleTime")).isEqualTo("2026-03-01T10:02:00Z");
    assertThat(status().path("active").size()).isEqualTo(2);
  }

  @Test
  void timesThatWereMissed_areMadeUpForByTheLastOne() {
    create("");
    controller.reconcile(START.plusSeconds(600));
    assertThat(jobs()).containsExactly("report-" + (MINUTE + 10));
  }

  @Test
  void startingDeadline_dropsATimeThatIsOlder() {
    create(",\"startingDeadlineSeconds\":20");
    controller.reconcile(START.plusSeconds(90));
    assertThat(jobs()).isEmpty();
    controller.reconcile(START.plusSeconds(130));
    assertThat(jobs()).containsExactly("report-" + (MINUTE + 2));
  }

  @Test
  void suspended_startsNothing() {
    create(",\"suspend\":true");
    controller.reconcile(START.plusSeconds(600));
    assertThat(jobs()).isEmpty();
  }

  @Test
  void forbid_passesATimeOver_whileAJobRuns_andStartsItBehind() {
    create(",\"concurrencyPolicy\":\"Forbid\"");
    controller.reconcile(START.plusSeconds(60));
    controller.reconcile(START.plusSeconds(121));
    controller.reconcile(START.plusSeconds(122));
    assertThat(jobs()).containsExactly("report-" + (MINUTE + 1));
    assertThat(events("JobAlreadyActive")).hasSize(1);
    assertThat(events("JobAlreadyActive").getFirst().path("count").asInt()).isEqualTo(1);

    finish("report-" + (MINUTE + 1), "Complete");
    controller.reconcile(START.plusSeconds(130));

    assertThat(jobs()).contains("report-" + (MINUTE + 2));
    assertThat(events("SawCompletedJob")).hasSize(1);
    assertThat(text("lastSuccessfulTime")).isEqualTo("2026-03-01T10:01:30Z");
  }

  @Test
  void replace_deletesTheJobThatRuns() {
    create(",\"concurrencyPolicy\":\"Replace\"");
    controller.reconcile(START.plusSeconds(60));
    controller.reconcile(START.plusSeconds(120));
    assertThat(jobs()).containsExactly("report-" + (MINUTE + 2));
    assertThat(status().path("active").size()).isEqualTo(1);
  }

  @Test
  void history_keepsTheYoungest_ofEitherEnd() {
    create(",\"successfulJobsHistoryLimit\":1");
    for (int minute = 1; minute <= 6; minute++) {
      controller.reconcile(START.plusSeconds(60L * minute));
      finish("report-" + (MINUTE + minute), minute % 2 == 0 ? "Complete" : "Failed");
    }
    controller.reconcile(START.plusSeconds(361));
    assertThat(jobs()).containsExactly("report-" + (MINUTE + 5), "report-" + (MINUTE + 6));
  }

  private void create(String options) {
    objects.create(
        ApiResources.CRON_JOBS,
        "shop",
        JsonTrees.parse(
            """
            {"metadata":{"name":"report"},"spec":{"schedule":"* * * * *"%s,"jobTemplate":{"spec":
            {"template":{"spec":{"restartPolicy":"Never","containers":
            [{"name":"report","image":"report:1"}]}}}}}}
            """
                .formatted(options)),
        WriteOptions.INTERNAL);
  }

  private void finish(String job, String condition) {
    ObjectKey key = new ObjectKey(ApiResources.JOBS, "shop", job);
    ObjectNode next = objects.get(key).deepCopy();
    ObjectNode status =
        next.putObject("status")
            .put("startTime", "2026-03-01T10:01:00Z")
            .put("completionTime", "2026-03-01T10:01:30Z");
    status.putArray("conditions").addObject().put("type", condition).put("status", "True");
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  private List<String> jobs() {
    return store.list(ApiResources.JOBS, "shop").items().stream().map(ObjectMeta::name).toList();
  }

  private List<ObjectNode> events(String reason) {
    return store.list(ApiResources.EVENTS, "shop").items().stream()
        .filter(event -> JsonTrees.text(event, "reason").equals(reason))
        .toList();
  }

  private JsonNode status() {
    return objects.get(new ObjectKey(ApiResources.CRON_JOBS, "shop", "report")).path("status");
  }

  private String text(String field) {
    return JsonTrees.text(status(), field);
  }
}
