/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.store.JsonTrees;
import tools.jackson.databind.node.ObjectNode;

/** Who may do what, and who asks: there are no roles here, so everybody may do everything. */
final class AccessReviews {

  private static final String AUTHORIZATION = "/apis/authorization.k8s.io/v1/";
  private static final String REASON = "simulated clusters allow everything";

  private AccessReviews() {}

  static boolean isReview(String path) {
    return path.startsWith(AUTHORIZATION + "selfsubject")
        || path.equals("/apis/authentication.k8s.io/v1/selfsubjectreviews");
  }

  /** The review with its answer. What was asked does not matter, nor the encoding it came in. */
  static ObjectNode answer(ApiRequest request) {
    String path = request.request().path();
    ObjectNode review = request.isProtobuf() ? JsonTrees.object() : request.object();
    ObjectNode status = review.putObject("status");
    if (path.endsWith("/selfsubjectrulesreviews")) {
      named(review, "SelfSubjectRulesReview", "authorization.k8s.io/v1");
      ObjectNode rule = status.putArray("resourceRules").addObject();
      rule.putArray("verbs").add("*");
      rule.putArray("apiGroups").add("*");
      rule.putArray("resources").add("*");
      ObjectNode other = status.putArray("nonResourceRules").addObject();
      other.putArray("verbs").add("*");
      other.putArray("nonResourceURLs").add("*");
      status.put("incomplete", false);
    } else if (path.endsWith("/selfsubjectreviews")) {
      named(review, "SelfSubjectReview", "authentication.k8s.io/v1");
      ObjectNode user = status.putObject("userInfo").put("username", "simulated-admin");
      user.putArray("groups").add("system:masters").add("system:authenticated");
    } else {
      named(review, "SelfSubjectAccessReview", "authorization.k8s.io/v1");
      status.put("allowed", true).put("reason", REASON);
    }
    return review;
  }

  private static void named(ObjectNode review, String kind, String version) {
    review.put("kind", kind).put("apiVersion", version);
  }
}
