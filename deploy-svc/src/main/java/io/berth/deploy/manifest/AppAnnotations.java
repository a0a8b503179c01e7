/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of the application's own Deployment: the command, and the progress of its
 * roll-out.
 */
final class AppAnnotations {

  private final Map<String, String> annotations = new TreeMap<>();

  private AppAnnotations() {}

  static Map<String, String> of(DesiredState desired) {
    AppAnnotations own = new AppAnnotations();
    own.put(Annotations.APP, ObjectOwner.of(desired.app()).annotation());
    own.release(desired);
    own.origin(desired.command());
    ParallelRelease parallel = desired.parallel();
    if (parallel != null) {
      own.beside(parallel);
    }
    own.put(Annotations.ABORT_REASON, desired.abortReason());
    return own.annotations;
  }

  /**
   * On every object that an older command must not overwrite: the last command and its position.
   */
  static Map<String, String> fencing(CommandRef command) {
    return Map.of(
        Annotations.COMMAND_ID,
        command.commandId(),
        Annotations.COMMAND_TIME,
        command.issuedAt().toString(),
        Annotations.POSITION,
        command.position());
  }

  private void release(DesiredState desired) {
    put(Annotations.RELEASE, desired.release().number());
    put(Annotations.TIER, AppManifests.lowerCase(desired.release().spec().tier()));
    put(Annotations.DIGEST, desired.release().digest());
    put(Annotations.REPLICAS, desired.sendReplicas() ? desired.replicas() : null);
    put(Annotations.STOPPED_FROM, desired.stoppedFrom());
    put(Annotations.RESTARTED_AT, desired.restartedAt());
    put(Annotations.AUTO_ROLLBACK, desired.release().spec().autoRollback());
  }

  private void origin(CommandRef command) {
    annotations.putAll(fencing(command));
    put(Annotations.COMMAND_VERB, command.verb());
    put(Annotations.COMMAND_BY, command.requestedBy());
    put(Annotations.DEADLINE, command.deadline());
  }

  private void beside(ParallelRelease parallel) {
    put(Annotations.TRACK, parallel.track().label());
    put(Annotations.PARALLEL_RELEASE, parallel.release().number());
    put(Annotations.PARALLEL_NAME, parallel.name());
    put(Annotations.STEP, parallel.step());
    put(Annotations.STEP_SINCE, parallel.since());
    put(Annotations.TOTAL, parallel.total());
    put(Annotations.PROMOTED_BY, parallel.promotedBy());
  }

  private void put(String mark, @Nullable Object value) {
    if (value != null) {
      annotations.put(mark, value.toString());
    }
  }
}
