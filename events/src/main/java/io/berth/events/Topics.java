/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.Topic.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every topic, once. Names, keys and payloads are public API: a change that would break a reader is
 * a new version of the type beside the old one.
 */
public final class Topics {

  /** What the name of a topic of dead letters ends with. */
  public static final String DEAD_LETTERS_SUFFIX = ".dead-letters";

  /** gateway and any other service → deploy-svc of every cluster, monitor-svc, gateway. */
  public static final Topic COMMANDS =
      kept("berth.commands", "namespace/app", 30, "Commands on an application");

  /** deploy-svc → deploy-svc of every cluster, monitor-svc, log-pipeline-svc, gateway. */
  public static final Topic OPERATIONS =
      kept(
          "berth.operations",
          "namespace/app",
          30,
          "Progress and verdict of a command in each cluster");

  /** deploy-svc → deploy-svc at its start, gateway. */
  public static final Topic APPS =
      compacted("berth.apps", "cluster/namespace/app", "The state of an application in a cluster");

  /** monitor-svc → monitor-svc at its start, log-pipeline-svc. */
  public static final Topic PODS = compacted("berth.pods", "pod uid", "Facts of a pod");

  /**
   * monitor-svc, log-pipeline-svc and any source of custom metrics → scaler-svc, log-pipeline-svc.
   */
  public static final Topic METRICS =
      kept("berth.metrics", "cluster/namespace/app", 3, "One sample of an application");

  /** monitor-svc → monitor-svc at its start, log-pipeline-svc. */
  public static final Topic CLUSTER_EVENTS =
      kept(
          "berth.cluster-events",
          "cluster/namespace/object",
          30,
          "Kubernetes Events, normalised and counted");

  /** gateway → scaler-svc, deploy-svc, gateway. */
  public static final Topic SCALING_POLICIES =
      compacted("berth.scaling-policies", "namespace/app", "The scaling policy of an application");

  /** scaler-svc → deploy-svc, log-pipeline-svc, gateway. */
  public static final Topic SCALING_DECISIONS =
      kept(
          "berth.scaling-decisions",
          "cluster/namespace/app",
          30,
          "Every scaling decision, also to change nothing, with its inputs");

  /** whoever operates Berth, with a producer of their own → monitor-svc. */
  public static final Topic ALERT_RULES =
      compacted("berth.alert-rules", "rule id", "Alert rules as data");

  /** gateway → monitor-svc, gateway. */
  public static final Topic SILENCES =
      compacted("berth.silences", "silence id", "Silences as data");

  /** monitor-svc → deploy-svc, gateway; the last transition of every alert. */
  public static final Topic ALERTS =
      compacted("berth.alerts", "fingerprint", "The latest transition of an alert");

  /** monitor-svc → log-pipeline-svc; every transition of every alert. */
  public static final Topic ALERT_HISTORY =
      kept("berth.alerts.history", "fingerprint", 90, "Every transition of an alert");

  /** log-pipeline-svc, its receiver → log-pipeline-svc, its enrichment. */
  public static final Topic LOGS_RAW =
      kept("berth.logs.raw", "source stream", 3, "Log records as they arrived, redacted");

  /** log-pipeline-svc, its enrichment → log-pipeline-svc, its indexing and live tails. */
  public static final Topic LOGS_ENRICHED =
      kept("berth.logs.enriched", "source stream", 3, "Log records as they are indexed");

  /** gateway → no service of Berth, but auditors. */
  public static final Topic AUDIT =
      kept(
          "berth.audit",
          "principal",
          365,
          "Who did what, through which interface, with what result");

  /** All of them, without dead letters. */
  public static final List<Topic> ALL =
      List.of(
          COMMANDS,
          OPERATIONS,
          APPS,
          PODS,
          METRICS,
          CLUSTER_EVENTS,
          SCALING_POLICIES,
          SCALING_DECISIONS,
          ALERT_RULES,
          SILENCES,
          ALERTS,
          ALERT_HISTORY,
          LOGS_RAW,
          LOGS_ENRICHED,
          AUDIT);

  private Topics() {}

  /** All of them and their dead letters. */
  public static List<Topic> withDeadLetters() {
    return ALL.stream().flatMap(topic -> Stream.of(topic, topic.deadLetters())).toList();
  }

  private static Topic kept(String name, String key, int days, String says) {
    return new Topic(name, key, 6, Cleanup.DELETE, Duration.ofDays(days), says);
  }

  private static Topic compacted(String name, String key, String says) {
    return new Topic(name, key, 6, Cleanup.COMPACT, null, says);
  }
}
