/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.platform;

import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The document fields of an operation. */
final class OperationFields {

  private OperationFields() {}

  static String put(Operation operation, NestedFields fields) {
    OperationRef ref = operation.ref();
    fields.put("@timestamp", ref.at().toString());
    fields.put("orchestrator.cluster.name", ref.cluster());
    fields.put("kubernetes.namespace", ref.app().namespace());
    fields.put("berth.app", ref.app().name());
    fields.put("berth.command_id", ref.commandId());
    fields.put("user.name", ref.requestedBy());
    fields.put("operation.verb", ref.verb());
    String what =
        switch (operation) {
          case Accepted accepted -> accepted(accepted, fields);
          case Applied applied -> applied(applied, fields);
          case Progressing going -> progressing(going, fields);
          case Concluded end -> concluded(end, fields);
          case Rejected refusal -> rejected(refusal, fields);
          case Drifted drift -> drifted(drift, fields);
        };
    fields.put("event.action", what);
    return "events-berth.operations-default";
  }

  private static String accepted(Accepted accepted, NestedFields fields) {
    fields.put("berth.release", text(accepted.release()));
    fields.put("message", "accepted, " + accepted.diff().size() + " changes");
    return "ACCEPTED";
  }

  private static String applied(Applied applied, NestedFields fields) {
    fields.put("berth.release", text(applied.release()));
    fields.put("message", "applied " + String.join(", ", applied.objects()));
    return "APPLIED";
  }

  private static String progressing(Progressing going, NestedFields fields) {
    progress(going.progress(), fields);
    fields.put("message", going.waitingFor());
    return "PROGRESSING";
  }

  private static String concluded(Concluded end, NestedFields fields) {
    fields.put("berth.release", text(end.release()));
    fields.put("operation.verdict", end.verdict().name());
    fields.put("message", end.summary());
    progress(end.progress(), fields);
    if (end.diagnosis() != null) {
      fields.put("operation.cause", String.valueOf(end.diagnosis().cause()));
      fields.put("operation.explanation", end.diagnosis().explanation());
    }
    return "CONCLUDED";
  }

  private static String rejected(Rejected refusal, NestedFields fields) {
    fields.put("operation.verdict", "REJECTED");
    fields.put(
        "operation.rules", refusal.violations().stream().map(v -> v.rule()).distinct().toList());
    fields.put(
        "message",
        refusal.violations().stream().map(v -> v.help()).collect(Collectors.joining(" ")));
    return "REJECTED";
  }

  private static String drifted(Drifted drift, NestedFields fields) {
    fields.put(
        "message", drift.object() + " " + drift.field() + " was changed by " + drift.manager());
    return "DRIFTED";
  }

  private static void progress(@Nullable Progress progress, NestedFields fields) {
    if (progress != null) {
      fields.put("operation.pods_wanted", progress.wanted());
      fields.put("operation.pods_ready", progress.ready());
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
