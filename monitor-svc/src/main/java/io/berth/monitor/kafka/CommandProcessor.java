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
import io.berth.events.kafka.Received;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.monitor.alerting.Observation;
import io.berth.monitor.alerting.Observation.CommandMoved;
import io.berth.monitor.alerting.Observation.CommandSent;
import io.berth.monitor.alerting.Subject;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes observations of commands and of what became of them here, so that they meet the alerts of
 * the same application in one order. What cannot be read is answered by those whom it is for.
 */
final class CommandProcessor implements Processor<String, @Nullable Received, String, Observation> {

  private final String cluster;
  private @Nullable ProcessorContext<String, Observation> context;

  CommandProcessor(String cluster) {
    this.cluster = cluster;
  }

  @Override
  public void init(ProcessorContext<String, Observation> processorContext) {
    context = processorContext;
  }

  @Override
  public void process(Record<String, @Nullable Received> record) {
    if (!(record.value() instanceof Readable readable)) {
      return;
    }
    Envelope<?> envelope = readable.envelope();
    if (envelope.payload() instanceof Command command && command.meta().targets(cluster)) {
      sent(record, envelope, command);
    } else if (envelope.payload() instanceof Operation operation
        && operation.ref().cluster().equals(cluster)) {
      moved(record, operation);
    }
  }

  private void sent(
      Record<String, @Nullable Received> record, Envelope<?> envelope, Command command) {
    switch (command) {
      case ApplicationCommand about ->
          forward(
              record,
              about.app(),
              new CommandSent(
                  envelope.time(),
                  envelope.id(),
                  command.verb(),
                  command.meta().requestedBy(),
                  command.meta().reason(),
                  about instanceof Deploy deploy ? deploy.spec().image() : null));
      case EnsureNamespace _ -> {
        // No alert is about a namespace.
      }
    }
  }

  private void moved(Record<String, @Nullable Received> record, Operation operation) {
    switch (operation) {
      case Accepted accepted -> forward(record, accepted.ref(), null);
      case Applied applied -> forward(record, applied.ref(), null);
      case Concluded concluded -> forward(record, concluded.ref(), concluded.verdict());
      case Rejected _, Progressing _, Drifted _ -> {
        // Nothing was changed by them.
      }
    }
  }

  private void forward(
      Record<String, @Nullable Received> record, OperationRef ref, @Nullable Verdict verdict) {
    forward(
        record,
        ref.app(),
        new CommandMoved(ref.at(), ref.commandId(), ref.verb(), ref.requestedBy(), verdict));
  }

  private void forward(
      Record<String, @Nullable Received> record, AppRef app, Observation observation) {
    String key = Subject.deployment(cluster, app.namespace(), app.name()).key();
    if (context != null) {
      context.forward(new Record<>(key, observation, record.timestamp()));
    }
  }
}
