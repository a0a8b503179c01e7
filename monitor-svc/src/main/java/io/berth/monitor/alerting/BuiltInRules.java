/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.events.alert.AlertRule.Severity.CRITICAL;
import static io.berth.events.alert.AlertRule.Severity.WARNING;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertRule.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The rules in force unless the topic of rules overrides them. */
public final class BuiltInRules {

  private static final Duration NO_WAIT = Duration.ZERO;

  private static final List<AlertRule> ALL =
      List.of(
          rule(
              "pod-crash-looping",
              "PodCrashLooping",
              WARNING,
              minutes(1),
              minutes(10),
              Map.of("restarts", "3", "window", "PT10M", "criticalRestarts", "10"),
              "A container starts, ends and starts again",
              "Read the last log lines of the run that ended and its exit code. If it began with the"
                  + " last command, roll back; if not, look at what the application depends on."),
          rule(
              "container-oom-killed",
              "ContainerOOMKilled",
              WARNING,
              NO_WAIT,
              minutes(60),
              Map.of("criticalKills", "3", "window", "PT30M"),
              "A container was killed because it used more memory than its limit",
              "Compare the working set before the end with the limit. Raise the memory limit or"
                  + " lower what the application keeps, such as its heap or its caches."),
          rule(
              "image-pull-failing",
              "ImagePullFailing",
              WARNING,
              minutes(1),
              NO_WAIT,
              Map.of(),
              "The image of a container cannot be pulled",
              "Check the image's name and tag, whether it was pushed, and whether the cluster may"
                  + " read that registry. Roll back to bring the last working image back."),
          rule(
              "pod-not-ready",
              "PodNotReady",
              WARNING,
              minutes(5),
              minutes(2),
              Map.of(),
              "A pod runs and is not ready, so it gets no traffic",
              "Look at what the readiness probe asks and what the application answers; often"
                  + " something that it depends on does not answer."),
          rule(
              "pod-unschedulable",
              "PodUnschedulable",
              WARNING,
              minutes(3),
              NO_WAIT,
              Map.of("criticalAfter", "PT15M"),
              "No node takes a pod",
              "Read the scheduler's message: lower the requests, scale other applications in, or"
                  + " add a node."),
          rule(
              "rollout-stuck",
              "RolloutStuck",
              CRITICAL,
              NO_WAIT,
              NO_WAIT,
              Map.of(),
              "A roll-out made no progress before its deadline",
              "Look at the newest pods: image, probes, crashes. Roll back to the release before."),
          rule(
              "workload-down",
              "WorkloadDown",
              CRITICAL,
              Duration.ofSeconds(30),
              minutes(1),
              Map.of(),
              "No replica is available",
              "Look at the other alerts of this application and at its last command; roll back if"
                  + " that command began it."),
          rule(
              "below-policy-replicas",
              "BelowPolicyReplicas",
              WARNING,
              NO_WAIT,
              NO_WAIT,
              Map.of("replicas", "3"),
              "Fewer replicas than the policy for production wants",
              "Scale the application to the number that the policy names, or move it out of"
                  + " production."),
          rule(
              "cpu-near-limit",
              "CpuNearLimit",
              WARNING,
              minutes(10),
              minutes(5),
              Map.of("threshold", "0.9", "recover", "0.75", "staleAfter", "PT1M"),
              "A container uses nearly all of the CPU that it may use",
              "Scale out, give it a scaling policy, or raise its CPU limit."),
          rule(
              "memory-near-limit",
              "MemoryNearLimit",
              WARNING,
              minutes(5),
              minutes(5),
              Map.of("threshold", "0.9", "recover", "0.8", "staleAfter", "PT1M"),
              "A container uses nearly all of the memory that it may use",
              "Raise the memory limit before it is killed, or find what grows."),
          rule(
              "node-not-ready",
              "NodeNotReady",
              CRITICAL,
              minutes(1),
              minutes(2),
              Map.of(),
              "A node is not ready",
              "Look at the node's kubelet and its network. Its pods move to other nodes after a"
                  + " while; cordon it if it comes and goes."),
          rule(
              "metrics-source-down",
              "MetricsSourceDown",
              WARNING,
              minutes(2),
              minutes(1),
              Map.of(),
              "Nodes give no figures of CPU and memory, so that nothing on them is scaled by load",
              "Do what the hint says. /actuator/health of this cluster's monitor-svc shows the same"
                  + " at any time; docs/metrics.md describes the sources and how each is set up."));

  private BuiltInRules() {}

  /**
   * The rules with their durations multiplied.
   *
   * @param scale 1 for the documented durations; less in a demonstration
   */
  public static List<AlertRule> scaled(double scale) {
    return ALL.stream().map(rule -> scaled(rule, scale)).toList();
  }

  private static AlertRule scaled(AlertRule rule, double scale) {
    Map<String, String> parameters = new java.util.HashMap<>(rule.parameters());
    // The maximum age of samples depends on the scrape interval, not on the scale.
    parameters.replaceAll(
        (name, value) ->
            value.startsWith("PT") && !"staleAfter".equals(name)
                ? times(Duration.parse(value), scale).toString()
                : value);
    return new AlertRule(
        rule.id(),
        rule.version(),
        rule.name(),
        rule.enabled(),
        rule.severity(),
        times(rule.holdFor(), scale),
        times(rule.recoverFor(), scale),
        parameters,
        rule.summary(),
        rule.runbook());
  }

  private static Duration times(Duration duration, double scale) {
    return Duration.ofMillis(Math.round(duration.toMillis() * scale));
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }

  @SuppressWarnings("TooManyParameters") // one row of the table of rules
  private static AlertRule rule(
      String id,
      String name,
      Severity severity,
      Duration holdFor,
      Duration recoverFor,
      Map<String, String> parameters,
      String summary,
      String runbook) {
    return new AlertRule(
        id, 1, name, true, severity, holdFor, recoverFor, parameters, summary, runbook);
  }
}
