/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A denial by the API server's RBAC authorizer: who may not do what, and where.
 *
 * @param user as the server names it, such as {@code system:serviceaccount:berth:deploy-svc}
 */
record RbacDenial(String user, String verb, String resource, String namespace) {

  /** The format of RBAC denials; quota and admission use other messages. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "User \"([^\"]+)\" cannot (\\w+) resource \"([^\"]+)\".* in the namespace \"([^\"]+)\"");

  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  static Optional<RbacDenial> parse(String message) {
    Matcher matcher = MESSAGE.matcher(message);
    return matcher.find()
        ? Optional.of(
            new RbacDenial(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
        : Optional.empty();
  }

  boolean isRead() {
    return verb.equals("get") || verb.equals("list") || verb.equals("watch");
  }

  boolean isDeploymentRead() {
    return verb.equals("get") && resource.equals("deployments");
  }

  /** What is missing, and the command that grants it. */
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
