/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import io.berth.cli.terminal.EscapedText;
import io.berth.cli.terminal.StyledText;
import io.berth.cli.terminal.StyledText.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Says what is with the user's own clusters. Pure. */
public final class ClusterText {

  private static final Map<String, String> WITHOUT =
      Map.of(
          "exec", "no commands in its pods",
          "kubelet", "no CPU and memory figures from its kubelets",
          "apiserver-proxy", "no CPU and memory figures through its API server",
          "metrics.k8s.io", "no CPU and memory figures from its metrics-server");

  private ClusterText() {}

  /** Why a suite with these clusters does not start. */
  public static StyledText refused(List<ClusterReport> reports, UnaryOperator<String> grantFile) {
    String problems =
        reports.stream()
            .filter(report -> !report.isUsable())
            .map(report -> "\n  " + problem(report, grantFile.apply(report.name())))
            .collect(Collectors.joining());
    return StyledText.painted(Colour.RED, "Berth cannot start:")
        .and(problems + "\nNothing was started, and nothing in your clusters was changed.");
  }

  private static String problem(ClusterReport report, String grantFile) {
    return report.problem().isEmpty()
        ? missing(report, grantFile)
        : EscapedText.line(report.name() + ": " + report.problem());
  }

  private static String missing(ClusterReport report, String grantFile) {
    var text = new StringBuilder();
    text.append(
        EscapedText.line(
            "%s: %s lacks permissions on %s (context %s) that Berth needs, in all namespaces:"
                .formatted(
                    report.name(),
                    report.user().isEmpty() ? "this user" : "user " + report.user(),
                    report.server(),
                    report.context())));
    for (MissingPermission missing : report.missing()) {
      text.append("\n    ").append(line(missing));
    }
    text.append("\n  An administrator of that cluster grants them, and nothing else, with");
    text.append("\n    kubectl apply -f ").append(EscapedText.line(grantFile));
    if (report.user().isEmpty()) {
      text.append(
          "\n  once the user's name, which the server does not tell, stands in it for "
              + ClusterReport.UNKNOWN_USER);
    }
    return text.toString();
  }

  private static String line(MissingPermission missing) {
    String verbs = String.join(", ", missing.verbs());
    String why = missing.reason().isEmpty() ? "" : " (" + missing.reason() + ")";
    String optional = missing.isRequired() ? "" : "  only for: " + missing.feature();
    return EscapedText.line(
        "%-11s  %-28s %s%s%s"
            .formatted(missing.service(), missing.resource(), verbs, why, optional));
  }

  /** What a start tells of the clusters that it uses, a line each. */
  public static List<String> used(List<ClusterReport> reports, UnaryOperator<String> grantFile) {
    var lines = new ArrayList<String>();
    for (ClusterReport report : reports) {
      lines.add(
          EscapedText.line(
              "%s is your cluster %s: context %s%s, Kubernetes %s"
                  .formatted(
                      report.name(),
                      report.server(),
                      report.context(),
                      report.user().isEmpty() ? "" : ", user " + report.user(),
                      report.version())));
      for (MissingPermission missing : report.missing()) {
        lines.add(
            EscapedText.line(
                "  ! %s: its user may not %s %s; granted by kubectl apply -f %s"
                    .formatted(
                        WITHOUT.getOrDefault(missing.feature(), missing.feature()),
                        String.join(", ", missing.verbs()),
                        missing.resource(),
                        grantFile.apply(report.name()))));
      }
    }
    lines.add(
        "  Nothing is simulated there: images are pulled from their registries, pods send no logs to"
            + " Berth by themselves (docs/logging.md says how), and the demo needs simulated"
            + " clusters");
    return lines;
  }

  /** Which clusters of a running suite are the user's own. */
  public static List<String> running(List<OwnCluster> clusters) {
    return clusters.stream()
        .map(
            cluster ->
                EscapedText.line(
                    "%s is your cluster %s (context %s of %s)"
                        .formatted(
                            cluster.name(), cluster.server(), cluster.context(), cluster.file())))
        .toList();
  }

  /** What stays in the clusters of a suite that has ended. */
  public static List<String> left(OwnClusters clusters) {
    return clusters.clusters().stream()
        .map(
            cluster ->
                EscapedText.line(
                    ("Your cluster %s (%s) keeps what was deployed to it: kubectl --kubeconfig %s"
                            + " --context %s get deployments -A -l"
                            + " app.kubernetes.io/managed-by=berth")
                        .formatted(
                            cluster.name(),
                            cluster.server(),
                            quoted(cluster.file()),
                            quoted(cluster.context()))))
        .toList();
  }

  /** As a shell takes it. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
