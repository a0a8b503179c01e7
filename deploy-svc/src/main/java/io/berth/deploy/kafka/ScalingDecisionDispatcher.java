/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.kafka.KeyOrderedConsumer.RecordDispatcher;
import io.berth.deploy.queue.PartitionLostException;
import io.berth.deploy.scaling.ScalingDecisionHandler;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.scaling.ScalingDecision;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches records of {@code berth.scaling-decisions}: those of this cluster that change
 * something.
 */
final class ScalingDecisionDispatcher implements RecordDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ScalingDecisionDispatcher.class);

  private final TopicIds topicIds;
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final ScalingDecisionHandler handler;
  private final DeadLetterPublisher deadLetters;

  ScalingDecisionDispatcher(
      TopicIds topicIds, ScalingDecisionHandler handler, DeadLetterPublisher deadLetters) {
    this.topicIds = topicIds;
    this.handler = handler;
    this.deadLetters = deadLetters;
  }

  /** Ordered with the application's commands. */
  @Override
  public Optional<KeyedTask> dispatch(ConsumerRecord<byte[], byte[]> record) {
    String partition = "partition " + record.partition();
    return switch (reader.deserialize(record.topic(), record.headers(), record.value())) {
      case null -> Optional.empty();
      case DeserializationResult.Readable readable ->
          readable.envelope().payload() instanceof ScalingDecision decision
                  && handler.isRelevant(decision)
              ? Optional.of(
                  KeyedTask.of(decision.app().app().toString(), () -> apply(record, decision)))
              : Optional.empty();
      case DeserializationResult.Invalid invalid ->
          Optional.of(
              KeyedTask.of(
                  partition, () -> deadLetters.publish(record, "invalid: " + invalid.fields())));
      case DeserializationResult.Unreadable unreadable ->
          Optional.of(
              KeyedTask.of(partition, () -> deadLetters.publish(record, unreadable.reason())));
    };
  }

  private void apply(ConsumerRecord<byte[], byte[]> record, ScalingDecision decision) {
    try {
      handler.handle(decision, topicIds.position(record));
    } catch (ClusterUnavailableException | KafkaUnavailableException | PartitionLostException e) {
      throw e;
    } catch (ClusterRejectedException e) {
      deadLetters.publish(record, "the cluster refuses it: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error(
          "Scaling decision {} for {} in {} failed and goes to the dead letters",
          decision.decisionId(),
          decision.app().app(),
          decision.app().cluster(),
          e);
      deadLetters.publish(record, "the service failed at it: " + e);
    }
  }
}
