/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.ClusterAway;
import io.berth.deploy.delivery.ClusterRefused;
import io.berth.deploy.delivery.ScalingDecisions;
import io.berth.deploy.queue.NotOurs;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.scaling.ScalingDecision;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code berth.scaling-decisions}: those of this cluster that change something. */
final class DecisionDoor implements Door {

  private static final Logger LOG = LoggerFactory.getLogger(DecisionDoor.class);

  private final Logs logs;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final ScalingDecisions decisions;
  private final DeadLetters deadLetters;

  DecisionDoor(Logs logs, ScalingDecisions decisions, DeadLetters deadLetters) {
    this.logs = logs;
    this.decisions = decisions;
    this.deadLetters = deadLetters;
  }

  /** In turn with the application's commands. */
  @Override
  public Optional<Work> open(ConsumerRecord<byte[], byte[]> record) {
    String partition = "partition " + record.partition();
    return switch (reader.deserialize(record.topic(), record.headers(), record.value())) {
      case null -> Optional.empty();
      case Received.Readable readable ->
          readable.envelope().payload() instanceof ScalingDecision decision
                  && decisions.concerns(decision)
              ? Optional.of(Work.of(decision.app().app().toString(), () -> apply(record, decision)))
              : Optional.empty();
      case Received.Invalid invalid ->
          Optional.of(
              Work.of(partition, () -> deadLetters.keep(record, "invalid: " + invalid.fields())));
      case Received.Unreadable unreadable ->
          Optional.of(Work.of(partition, () -> deadLetters.keep(record, unreadable.reason())));
    };
  }

  private void apply(ConsumerRecord<byte[], byte[]> record, ScalingDecision decision) {
    try {
      decisions.handle(decision, logs.position(record));
    } catch (ClusterAway | KafkaAway | NotOurs e) {
      throw e;
    } catch (ClusterRefused e) {
      deadLetters.keep(record, "the cluster refuses it: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A scaling decision could not be applied", e);
      deadLetters.keep(record, "the service failed at it: " + e);
    }
  }
}
