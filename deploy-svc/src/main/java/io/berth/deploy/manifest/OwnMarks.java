/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The annotations of the application's own Deployment: the command, and how far it has come. */
final class OwnMarks {

  private final Map<String, String> marks = new TreeMap<>();

  private OwnMarks() {}

  static Map<String, String> of(Wanted wanted) {
    OwnMarks own = new OwnMarks();
    own.release(wanted);
    own.origin(wanted.origin());
    Beside beside = wanted.beside();
    if (beside != null) {
      own.beside(beside);
    }
    own.put(Marks.TAKEN_BACK, wanted.takenBack());
    return own.marks;
  }

  /** On whatever an older command must not write over: which one wrote it, and when it was read. */
  static Map<String, String> fence(Origin origin) {
    return Map.of(
        Marks.COMMAND_ID,
        origin.commandId(),
        Marks.COMMAND_TIME,
        origin.issuedAt().toString(),
        Marks.POSITION,
        origin.position());
  }

  private void release(Wanted wanted) {
    put(Marks.RELEASE, wanted.release().number());
    put(Marks.TIER, Manifests.word(wanted.release().spec().tier()));
    put(Marks.DIGEST, wanted.release().digest());
    put(Marks.REPLICAS, wanted.sendReplicas() ? wanted.replicas() : null);
    put(Marks.STOPPED_FROM, wanted.stoppedFrom());
    put(Marks.RESTARTED_AT, wanted.restartedAt());
    put(Marks.AUTO_ROLLBACK, wanted.release().spec().autoRollback());
  }

  private void origin(Origin origin) {
    marks.putAll(fence(origin));
    put(Marks.COMMAND_VERB, origin.verb());
    put(Marks.COMMAND_BY, origin.requestedBy());
    put(Marks.DEADLINE, origin.deadline());
  }

  private void beside(Beside beside) {
    put(Marks.TRACK, beside.track().word());
    put(Marks.BESIDE_RELEASE, beside.release().number());
    put(Marks.STEP, beside.step());
    put(Marks.STEP_SINCE, beside.since());
    put(Marks.TOTAL, beside.total());
    put(Marks.PROMOTED_BY, beside.promotedBy());
  }

  private void put(String mark, @Nullable Object value) {
    if (value != null) {
      marks.put(mark, value.toString());
    }
  }
}
