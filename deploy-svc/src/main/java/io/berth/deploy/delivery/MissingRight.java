/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the API server's authorizer said: who may not do what, and where.
 *
 * @param user as the server names it, such as {@code system:serviceaccount:berth:deploy-svc}
 */
record MissingRight(String user, String verb, String resource, String namespace) {

  /** The words of Kubernetes' RBAC; quota and admission say no in others. */
  private static final Pattern WORDS =
      Pattern.compile(
          "User \"([^\"]+)\" cannot (\\w+) resource \"([^\"]+)\".* in the namespace \"([^\"]+)\"");

  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  static Optional<MissingRight> in(String message) {
    Matcher words = WORDS.matcher(message);
    return words.find()
        ? Optional.of(
            new MissingRight(words.group(1), words.group(2), words.group(3), words.group(4)))
        : Optional.empty();
  }

  boolean reads() {
    return verb.equals("get") || verb.equals("list") || verb.equals("watch");
  }

  /** What is wrong and what to do, with the command that does it. */
  String advice() {
    String who =
        user.startsWith(SERVICE_ACCOUNT)
            ? "--serviceaccount=" + user.substring(SERVICE_ACCOUNT.length())
            : "--user=" + user;
    return ("it may not %s %s here, and refuses commands for this namespace; bind the ClusterRole"
            + " of deploy-svc (the chart's <release>-deploy-svc): kubectl -n %s create rolebinding"
            + " berth-deploy-svc --clusterrole=<release>-deploy-svc %s")
        .formatted(verb, resource, namespace, who);
  }
}
