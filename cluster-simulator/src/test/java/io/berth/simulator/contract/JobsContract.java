/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Jobs whose pods have no node: the test itself says how they end, as a kubelet would. */
public abstract class JobsContract extends ClusterContract {

  @Test
  void newJob_hasTheServersDefaults_andSelectsItsPodsByItsUid() {
    Job made = client().resource(job(it -> {})).create();

    assertThat(made.getSpec().getCompletions()).isEqualTo(1);
    assertThat(made.getSpec().getParallelism()).isEqualTo(1);
    assertThat(made.getSpec().getBackoffLimit()).isEqualTo(6);
    assertThat(made.getSpec().getSelector().getMatchLabels())
        .containsValue(made.getMetadata().getUid());
    assertThat(made.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("controller-uid", made.getMetadata().getUid())
        .containsEntry("job-name", "report");
  }

  @Test
  void job_isCompleteWhenItsPodHasSucceeded() {
    Job made = client().resource(job(it -> {})).create();
    eventually(() -> pods().size() == 1);
    Pod pod = pods().getFirst();
    assertThat(pod.getMetadata().getName()).startsWith("report-");
    assertThat(pod.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(made.getMetadata().getUid());
    assertThat(pod.getMetadata().getLabels()).containsEntry("job-name", "report");
    eventually(() -> Integer.valueOf(1).equals(status().getActive()));
    assertThat(status().getStartTime()).isNotBlank();
    eventuallyReported("SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());

    end(pod, "Succeeded");

    eventually(() -> "True".equals(condition("Complete").getStatus()));
    assertThat(status().getSucceeded()).isEqualTo(1);
    assertThat(status().getActive()).isNull();
    assertThat(status().getCompletionTime()).isNotBlank();
    eventuallyReported("Completed", "Job completed");
    assertThat(pods()).hasSize(1);
  }

  @Test
  void job_hasFailed_whenItsPodsFailMoreOftenThanItsLimit() {
    client().resource(job(it -> it.editSpec().withBackoffLimit(0).endSpec())).create();
    eventually(() -> pods().size() == 1);

    end(pods().getFirst(), "Failed");

    eventually(() -> "True".equals(condition("Failed").getStatus()));
    assertThat(condition("Failed").getReason()).isEqualTo("BackoffLimitExceeded");
    assertThat(condition("Failed").getMessage())
        .isEqualTo("Job has reached the specified backoff limit");
    assertThat(status().getFailed()).isEqualTo(1);
    eventuallyReported("BackoffLimitExceeded", "Job has reached the specified backoff limit");
    assertThat(pods()).hasSize(1);
  }

  @Test
  void job_thatRunsLongerThanItsDeadline_hasFailed_andItsPodsAreDeleted() {
    client().resource(job(it -> it.editSpec().withActiveDeadlineSeconds(1L).endSpec())).create();

    eventually(() -> "True".equals(condition("Failed").getStatus()));
    assertThat(condition("Failed").getReason()).isEqualTo("DeadlineExceeded");
    assertThat(condition("Failed").getMessage())
        .isEqualTo("Job was active longer than specified deadline");
    eventually(() -> pods().isEmpty());
  }

  @Test
  void parallelism_limitsHowManyPodsRun() {
    client()
        .resource(job(it -> it.editSpec().withCompletions(3).withParallelism(2).endSpec()))
        .create();
    eventually(() -> pods().size() == 2);
    eventually(() -> Integer.valueOf(2).equals(status().getActive()));

    pods().forEach(pod -> end(pod, "Succeeded"));

    eventually(() -> pods().size() == 3);
    eventually(() -> Integer.valueOf(2).equals(status().getSucceeded()));
    assertThat(condition("Complete").getStatus()).isNull();
    pods().stream()
        .filter(pod -> !"Succeeded".equals(pod.getStatus().getPhase()))
        .forEach(pod -> end(pod, "Succeeded"));
    eventually(() -> "True".equals(condition("Complete").getStatus()));
  }

  @Test
  void jobDeletedWithItsDependents_takesItsPodsWithIt() {
    client().resource(job(it -> {})).create();
    eventually(() -> pods().size() == 1);
    live().withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    eventually(() -> pods().isEmpty() && live().get() == null);
  }

  @Test
  void jobsTemplateAndCompletions_areImmutable() {
    client().resource(job(it -> it.editSpec().withParallelism(0).endSpec())).create();
    assertImmutable(it -> it.getSpec().setCompletions(2), "spec.completions");
    assertImmutable(
        it -> it.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("report:2"),
        "spec.template");
  }

  private void assertImmutable(Consumer<Job> change, String field) {
    Job wrong = live().get();
    change.accept(wrong);
    assertCause(
        refused(() -> client().resource(wrong).unlock().update()), field, "field is immutable");
  }

  @Test
  void jobThatContradictsItself_isRefused() {
    assertRefused(
        it -> it.getSpec().getTemplate().getSpec().setRestartPolicy("Always"),
        "spec.template.spec.restartPolicy",
        "Required value: valid values: \"OnFailure\", \"Never\"");
    assertRefused(
        it -> it.getSpec().setBackoffLimit(-1),
        "spec.backoffLimit",
        "must be greater than or equal to 0");
    assertRefused(
        it -> it.getSpec().setActiveDeadlineSeconds(-1L),
        "spec.activeDeadlineSeconds",
        "must be greater than or equal to 0");
    assertRefused(
        it -> it.getSpec().getTemplate().getSpec().setContainers(List.of()),
        "spec.template.spec.containers",
        "Required value");
  }

  private void assertRefused(Consumer<Job> fault, String field, String words) {
    Job wrong = job(it -> {});
    fault.accept(wrong);
    assertCause(refused(() -> client().resource(wrong).create()), field, words);
  }

  private static void assertCause(KubernetesClientException refusal, String field, String words) {
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    assertThat(refusal.getStatus().getDetails().getCauses())
        .anySatisfy(
            cause -> {
              assertThat(cause.getField()).isEqualTo(field);
              assertThat(cause.getMessage()).contains(words);
            });
  }

  private void eventuallyReported(String reason, String message) {
    eventually(
        () ->
            client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .map(Event::getMessage)
                .anyMatch(message::equals));
  }

  private void end(Pod pod, String phase) {
    client()
        .resource(new PodBuilder(pod).editStatus().withPhase(phase).endStatus().build())
        .unlock()
        .updateStatus();
  }

  private ScalableResource<Job> live() {
    return client().batch().v1().jobs().inNamespace(namespace).withName("report");
  }

  private JobStatus status() {
    JobStatus status = live().get().getStatus();
    return status == null ? new JobStatus() : status;
  }

  private JobCondition condition(String type) {
    return status().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElse(new JobCondition());
  }

  private Job job(Consumer<JobBuilder> edit) {
    JobBuilder job =
        new JobBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("report")
            .withLabels(Map.of("app", "report"))
            .endMetadata()
            .withNewSpec()
            .withTemplate(deployment("report", 1, "report:1").getSpec().getTemplate())
            .editTemplate()
            .editSpec()
            .withRestartPolicy("Never")
            .endSpec()
            .endTemplate()
            .endSpec();
    edit.accept(job);
    return job.build();
  }
}
