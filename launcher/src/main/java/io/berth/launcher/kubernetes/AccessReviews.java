/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.berth.launcher.kubernetes.RequiredPermissions.Permission;
import io.berth.launcher.owncluster.MissingPermission;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks an API server what the caller may do. A review is answered and not stored. */
final class AccessReviews {

  /** The server limits how many requests of one caller it handles at the same time. */
  private static final int PARALLEL = 6;

  /** What one review asks, whichever services need the answer. */
  private record Question(String verb, String group, String resource) {

    static Question of(Permission permission) {
      return new Question(permission.verb(), permission.group(), permission.resource());
    }
  }

  /** What denied permissions have in common, to be told as one. */
  private record Place(String service, String feature, String resource) {}

  private final KubernetesClient client;

  AccessReviews(KubernetesClient client) {
    this.client = client;
  }

  /** Those of the permissions that the caller does not have in every namespace. */
  List<MissingPermission> missing(List<Permission> permissions) throws InterruptedException {
    Map<Question, Future<SubjectAccessReviewStatus>> answers = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      permissions.stream()
          .map(Question::of)
          .distinct()
          .forEach(question -> answers.put(question, threads.submit(() -> ask(question))));
    }
    Map<Place, List<String>> denied = new LinkedHashMap<>();
    Map<Place, String> reasons = new LinkedHashMap<>();
    for (Permission permission : permissions) {
      var answer = answer(Objects.requireNonNull(answers.get(Question.of(permission))));
      if (!Boolean.TRUE.equals(answer.getAllowed())) {
        var place =
            new Place(permission.service(), permission.feature(), permission.qualifiedResource());
        denied.computeIfAbsent(place, _ -> new ArrayList<>()).add(permission.verb());
        reasons.putIfAbsent(place, reason(answer));
      }
    }
    return denied.entrySet().stream()
        .map(
            entry ->
                new MissingPermission(
                    entry.getKey().service(),
                    entry.getKey().feature(),
                    entry.getValue(),
                    entry.getKey().resource(),
                    Objects.requireNonNullElse(reasons.get(entry.getKey()), "")))
        .toList();
  }

  private SubjectAccessReviewStatus ask(Question question) {
    int slash = question.resource().indexOf('/');
    String resource = slash < 0 ? question.resource() : question.resource().substring(0, slash);
    String subresource = slash < 0 ? null : question.resource().substring(slash + 1);
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(question.verb())
            .withGroup(question.group())
            .withResource(resource)
            .withSubresource(subresource)
            .endResourceAttributes()
            .endSpec()
            .build();
    return client.authorization().v1().selfSubjectAccessReview().create(review).getStatus();
  }

  private static SubjectAccessReviewStatus answer(Future<SubjectAccessReviewStatus> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private static String reason(SubjectAccessReviewStatus answer) {
    String reason = answer.getReason();
    String error = answer.getEvaluationError();
    return reason != null && !reason.isBlank() ? reason : Objects.requireNonNullElse(error, "");
  }
}
