/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.CommandIssued;
import io.berth.monitor.observation.Observation.CommandProgressed;
import io.berth.monitor.observation.Subject;
import io.berth.redaction.manifest.ClusterMessages;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Turns commands and operations into observations, so that they join the alerts of the same
 * application in one order. Unreadable records are ignored here; their addressees report them.
 */
final class CommandObservationProcessor
    implements Processor<String, @Nullable DeserializationResult, String, Object> {

  private final String cluster;
  private @Nullable ProcessorContext<String, Object> context;

  CommandObservationProcessor(String cluster) {
    this.cluster = cluster;
  }

  @Override
  public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
  }

  @Override
  public void process(Record<String, @Nullable DeserializationResult> record) {
    if (!(record.value() instanceof Readable readable)) {
      return;
    }
    Envelope<?> envelope = readable.envelope();
    if (envelope.payload() instanceof Command command && command.meta().targets(cluster)) {
      observeCommand(record, envelope, command);
    } else if (envelope.payload() instanceof Operation operation
        && operation.ref().cluster().equals(cluster)) {
      observeOperation(record, operation);
    }
  }

  private void observeCommand(
      Record<String, @Nullable DeserializationResult> record,
      Envelope<?> envelope,
      Command command) {
    switch (command) {
      case ApplicationCommand about ->
          forward(
              record,
              about.app(),
              new CommandIssued(
                  envelope.time(),
                  envelope.id(),
                  command.verb(),
                  ClusterMessages.redact(command.meta().requestedBy()),
                  ClusterMessages.redactIfPresent(command.meta().reason()),
                  about instanceof Deploy deploy ? deploy.spec().image() : null));
      case EnsureNamespace _ -> {
        // There are no alerts about namespaces.
      }
    }
  }

  private void observeOperation(
      Record<String, @Nullable DeserializationResult> record, Operation operation) {
    switch (operation) {
      case Accepted accepted -> forward(record, accepted.ref(), null);
      case Applied applied -> forward(record, applied.ref(), null);
      case Concluded concluded -> forward(record, concluded.ref(), concluded.verdict());
      case Rejected _, Progressing _, Drifted _ -> {
        // These do not change the application.
      }
    }
  }

  private void forward(
      Record<String, @Nullable DeserializationResult> record,
      OperationRef ref,
      @Nullable Verdict verdict) {
    forward(
        record,
        ref.app(),
        new CommandProgressed(ref.at(), ref.commandId(), ref.verb(), ref.requestedBy(), verdict));
  }

  private void forward(
      Record<String, @Nullable DeserializationResult> record, AppRef app, Observation observation) {
    String key = SubjectKey.of(Subject.deployment(cluster, app.namespace(), app.name()));
    if (context != null) {
      context.forward(new Record<>(key, JsonSerdes.write(observation), record.timestamp()));
    }
  }
}
