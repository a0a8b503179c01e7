/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topics;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.ObservationPublisher;
import io.berth.monitor.observation.Subject;
import io.berth.redaction.event.EventRedactor;
import io.berth.stream.EventTemplate;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes to Kafka; every record is acknowledged by all in-sync replicas and written once. */
public final class KafkaObservationPublisher implements ObservationPublisher {

  static final String SOURCE = "/berth/monitor-svc/";

  private final MonitorKafkaSettings settings;
  private final EventTemplate events;
  private final IntSupplier partitions;
  private final String source;

  /**
   * @param partitions number of partitions of the topic of observations
   */
  public KafkaObservationPublisher(
      MonitorKafkaSettings settings, EventTemplate events, IntSupplier partitions) {
    this.settings = settings;
    this.events = events;
    this.partitions = partitions;
    this.source = SOURCE + settings.cluster();
  }

  @Override
  public PublishedState readPublished(Instant eventsSince) {
    return new PublishedStateReader(settings).read(eventsSince);
  }

  @Override
  public CompletableFuture<?> publishPod(String id, PodFacts facts) {
    return send(Envelope.of(id, source, Instant.now(), facts));
  }

  @Override
  public CompletableFuture<?> removePod(String uid) {
    return events.remove(Topics.PODS, uid);
  }

  @Override
  public CompletableFuture<?> publishEvent(String id, ClusterEvent event) {
    return send(Envelope.of(id, source, event.lastSeen(), event));
  }

  @Override
  public CompletableFuture<?> publishSample(ResourceSample sample) {
    String id = sample.app() + ":" + sample.sampledAt().toEpochMilli();
    return send(Envelope.of(id, source, sample.sampledAt(), sample));
  }

  @Override
  public CompletableFuture<?> publishObservation(Subject subject, Observation observation) {
    return send(null, SubjectKey.of(subject), observation);
  }

  @Override
  public CompletableFuture<?> publishTick(Tick tick) {
    return CompletableFuture.allOf(
        IntStream.range(0, partitions.getAsInt())
            .mapToObj(partition -> send(partition, "tick", tick))
            .toArray(CompletableFuture[]::new));
  }

  /** Redacts secrets from texts of pods and clusters. */
  private CompletableFuture<?> send(Envelope<? extends Event> envelope) {
    return events.send(
        new Envelope<>(
            envelope.id(),
            envelope.source(),
            envelope.time(),
            envelope.traceparent(),
            EventRedactor.redact(envelope.payload())));
  }

  /** The record's timestamp is the time of the observation, not of sending. */
  private CompletableFuture<?> send(
      @Nullable Integer partition, String key, Observation observation) {
    return events.send(
        new ProducerRecord<>(
            settings.name(settings.observations()),
            partition,
            observation.observedAt().toEpochMilli(),
            key,
            JsonSerdes.write(observation)));
  }
}
