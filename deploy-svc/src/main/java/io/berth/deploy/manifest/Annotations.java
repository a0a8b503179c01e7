/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import java.util.Map;
import java.util.Set;

/** The labels and annotations that Berth sets; part of the public contract. */
public final class Annotations {

  public static final String NAME = "app.kubernetes.io/name";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String VERSION = "app.kubernetes.io/version";
  public static final String BERTH = "berth";

  /** On a Namespace: {@code prod}, {@code qa} or {@code dev}; absent means prod. */
  public static final String ENVIRONMENT = "berth.io/environment";

  /**
   * The owner of an object: {@code namespace/app}, or {@code namespace/app/track} on a parallel
   * Deployment. An object without it is neither overwritten nor deleted.
   */
  public static final String APP = "berth.io/app";

  public static final String OWNER = "berth.io/owner";
  public static final String RELEASE = "berth.io/release";
  public static final String TIER = "berth.io/tier";
  public static final String DIGEST = "berth.io/digest";
  public static final String COMMAND_ID = "berth.io/command-id";
  public static final String COMMAND_VERB = "berth.io/command-verb";
  public static final String COMMAND_BY = "berth.io/command-by";
  public static final String COMMAND_TIME = "berth.io/command-time";

  /** The command's deadline as an instant: it survives restarts. */
  public static final String DEADLINE = "berth.io/deadline";

  /** Kafka position of the last command applied: {@code topic-partition:offset@topic's id}. */
  public static final String POSITION = "berth.io/position";

  /** Kafka position of the last scaling decision applied; belongs to berth-scaler. */
  public static final String SCALING_POSITION = "berth.io/scaling-position";

  /** The replica count before a Stop, to be restored. */
  public static final String STOPPED_FROM = "berth.io/stopped-from";

  /** The replica count that Berth set last; belongs to the field manager that set it. */
  public static final String REPLICAS = "berth.io/replicas";

  public static final String RESTARTED_AT = "berth.io/restarted-at";
  public static final String AUTO_ROLLBACK = "berth.io/auto-rollback";

  /** On the pods of a parallel Deployment: its track. */
  public static final String TRACK = "berth.io/track";

  /** On pods: whether the Service selects them, {@code live} or {@code preview}. */
  public static final String SLOT = "berth.io/slot";

  /** The release of the parallel Deployment. */
  public static final String PARALLEL_RELEASE = "berth.io/beside-release";

  /** The name of the parallel Deployment; absent where an earlier version created it. */
  public static final String PARALLEL_NAME = "berth.io/beside-name";

  public static final String STEP = "berth.io/step";
  public static final String STEP_SINCE = "berth.io/step-since";
  public static final String TOTAL = "berth.io/total-replicas";
  public static final String PROMOTED_BY = "berth.io/promoted-by";

  /** Why the parallel release was aborted: verdict, cause and explanation, one per line. */
  public static final String ABORT_REASON = "berth.io/taken-back";

  /** On a release: how its roll-out ended. */
  public static final String OUTCOME = "berth.io/outcome";

  /** On a release: the release that it repeats. */
  public static final String ROLLBACK_OF = "berth.io/rollback-of";

  /** On a release: the release that it replaced. */
  public static final String INSTEAD_OF = "berth.io/instead-of";

  /**
   * On a Deployment: the failure conditions at its last write, as {@code type/reason=time}. They
   * are about the previous spec.
   */
  public static final String CONDITIONS_BEFORE = "berth.io/conditions-before";

  /** The field manager of everything except a scaled application's replica count. */
  public static final String DEPLOYER = "berth-deploy";

  /** The field manager of {@code spec.replicas} once a scaling policy is active. */
  public static final String SCALER = "berth-scaler";

  /** Those whose values only a command gives: they differ from one command to the next. */
  public static final Set<String> OF_COMMAND =
      Set.of(COMMAND_ID, COMMAND_VERB, COMMAND_BY, COMMAND_TIME, DEADLINE, POSITION);

  private Annotations() {}

  /** The labels that select an application's pods; they never change. */
  public static Map<String, String> selector(String app) {
    return Map.of(NAME, app, MANAGED_BY, BERTH);
  }
}
