/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs whose pods run on simulated nodes, and CronJobs. */
class SimulatedJobsTest {

  private static final String NAMESPACE = "default";

  private static SimulatedCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    cluster = SimulatedCluster.start("jobs");
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void containerOfAJob_exitsWith0_andItsPodHasSucceeded() {
    create("plain", spec("Never", "shop/report:1").build());
    eventually(() -> isOver("plain", "Complete"));

    Pod pod = pods("plain").getFirst();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(end(pod).getExitCode()).isZero();
    assertThat(end(pod).getReason()).isEqualTo("Completed");
    assertThat(pod.getStatus().getConditions())
        .filteredOn(condition -> condition.getType().equals("Ready"))
        .first()
        .extracting(PodCondition::getStatus, PodCondition::getReason)
        .containsExactly("False", "PodCompleted");
  }

  @Test
  void podThatIsNeverRestarted_isReplaced_upToTheLimit() {
    create("failing", spec("Never", "shop/report:1-fails-in-100ms").withBackoffLimit(1).build());
    eventually(() -> isOver("failing", "Failed"));

    assertThat(pods("failing"))
        .hasSize(2)
        .allSatisfy(
            pod -> {
              assertThat(pod.getStatus().getPhase()).isEqualTo("Failed");
              assertThat(end(pod).getExitCode()).isEqualTo(1);
            });
    assertThat(live("failing").getStatus().getFailed()).isEqualTo(2);
  }

  @Test
  void podThatIsRestartedOnFailure_isTheSame_upToTheLimit() {
    create(
        "restarted", spec("OnFailure", "shop/report:1-fails-in-100ms").withBackoffLimit(2).build());
    eventually(() -> isOver("restarted", "Failed"));

    assertThat(live("restarted").getStatus().getConditions().getFirst().getReason())
        .isEqualTo("BackoffLimitExceeded");
    eventually(() -> pods("restarted").isEmpty());
  }

  @Test
  void imageSays_whenItEnds() {
    create(
        "long", spec("Never", "shop/report:1-ends-in-10m").withActiveDeadlineSeconds(1L).build());
    eventually(() -> isOver("long", "Failed"));
    create("short", spec("OnFailure", "shop/report:1-ends-in-50ms").build());
    eventually(() -> isOver("short", "Complete"));
  }

  @Test
  void finishedJob_isDeletedAfterItsTime() {
    create("brief", spec("Never", "shop/report:1").withTtlSecondsAfterFinished(0).build());
    eventually(() -> live("brief") == null && pods("brief").isEmpty());
  }

  @Test
  void suspendedJob_hasNoPods_untilItIsResumed() {
    create("held", spec("Never", "shop/report:1").withSuspend(true).build());
    eventually(
        () ->
            live("held").getStatus() != null
                && live("held").getStatus().getConditions().stream()
                    .anyMatch(it -> it.getType().equals("Suspended")));
    assertThat(pods("held")).isEmpty();

    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withName("held")
        .edit(
            job -> {
              job.getSpec().setSuspend(false);
              return job;
            });

    eventually(() -> isOver("held", "Complete"));
  }

  @Test
  void cronJob_startsJobs_andSaysWhen() {
    CronJob made = client.resource(cronJob("often", "@every 1s")).create();
    assertThat(made.getSpec().getConcurrencyPolicy()).isEqualTo("Allow");
    assertThat(made.getSpec().getSuccessfulJobsHistoryLimit()).isEqualTo(3);
    assertThat(made.getSpec().getFailedJobsHistoryLimit()).isEqualTo(1);

    eventually(
        () -> {
          CronJob live =
              client.batch().v1().cronjobs().inNamespace(NAMESPACE).withName("often").get();
          return live.getStatus() != null && live.getStatus().getLastSuccessfulTime() != null;
        });

    Job job =
        client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems().stream()
            .filter(it -> it.getMetadata().getName().matches("often-\\d+"))
            .findFirst()
            .orElseThrow();
    assertThat(job.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(made.getMetadata().getUid());
    client.batch().v1().cronjobs().inNamespace(NAMESPACE).withName("often").delete();
    eventually(() -> live(job.getMetadata().getName()) == null);
  }

  @Test
  void scheduleThatIsNone_isRefused() {
    KubernetesClientException refused =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.resource(cronJob("wrong", "tomorrow")).create());
    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(refused.getStatus().getMessage())
        .isEqualTo(
            "CronJob.batch \"wrong\" is invalid: spec.schedule: Invalid value: \"tomorrow\":"
                + " expected exactly 5 fields, found 1: [tomorrow]");
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  private static void create(String name, JobSpec spec) {
    client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .withSpec(spec)
                .build())
        .create();
  }

  private static JobSpecBuilder spec(String restartPolicy, String image) {
    return new JobSpecBuilder()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy(restartPolicy)
        .addNewContainer()
        .withName("report")
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate();
  }

  private static CronJob cronJob(String name, String schedule) {
    return new CronJobBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withSchedule(schedule)
        .withNewJobTemplate()
        .withSpec(spec("Never", "shop/report:1").build())
        .endJobTemplate()
        .endSpec()
        .build();
  }

  private static Job live(String name) {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).get();
  }

  private static boolean isOver(String name, String condition) {
    Job job = live(name);
    return job != null
        && job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals(condition) && it.getStatus().equals("True"));
  }

  private static List<Pod> pods(String job) {
    return client.pods().inNamespace(NAMESPACE).withLabel("job-name", job).list().getItems();
  }

  private static ContainerStateTerminated end(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
  }
}
