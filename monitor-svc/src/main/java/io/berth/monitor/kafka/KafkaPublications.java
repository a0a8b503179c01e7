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
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.alerting.Observation;
import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.alerting.Subject;
import io.berth.monitor.observing.Publications;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes to Kafka, every record acknowledged by every in-sync replica and never twice. */
public final class KafkaPublications implements Publications, AutoCloseable {

  static final String SOURCE = "/berth/monitor-svc/";

  private final KafkaSettings settings;
  private final Producer<String, byte[]> producer;
  private final CloudEventSerializer serializer = new CloudEventSerializer();
  private final String source;

  public KafkaPublications(KafkaSettings settings) {
    this.settings = settings;
    this.producer =
        new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
    this.source = SOURCE + settings.cluster();
  }

  @Override
  public Before before(Instant eventsSince) {
    return new ReadBack(settings).read(eventsSince);
  }

  @Override
  public CompletableFuture<?> pod(String id, PodFacts facts) {
    return send(Envelope.of(id, source, Instant.now(), facts), settings.name(Topics.PODS));
  }

  @Override
  public CompletableFuture<?> forgetPod(String uid) {
    return send(new ProducerRecord<>(settings.name(Topics.PODS), uid, null));
  }

  @Override
  public CompletableFuture<?> event(String id, ClusterEvent event) {
    return send(
        Envelope.of(id, source, event.lastSeen(), event), settings.name(Topics.CLUSTER_EVENTS));
  }

  @Override
  public CompletableFuture<?> sample(ResourceSample sample) {
    String id = sample.app() + ":" + sample.sampledAt().toEpochMilli();
    return send(Envelope.of(id, source, sample.sampledAt(), sample), settings.name(Topics.METRICS));
  }

  @Override
  public CompletableFuture<?> observation(Subject subject, Observation observation) {
    return send(
        new ProducerRecord<>(
            settings.name(settings.observations()),
            null,
            observation.observedAt().toEpochMilli(),
            subject.key(),
            Json.write(observation)));
  }

  @Override
  public CompletableFuture<?> tick(Tick tick) {
    String topic = settings.name(settings.observations());
    List<PartitionInfo> partitions = producer.partitionsFor(topic);
    return CompletableFuture.allOf(
        partitions.stream()
            .map(
                partition ->
                    send(
                        new ProducerRecord<>(
                            topic,
                            partition.partition(),
                            tick.observedAt().toEpochMilli(),
                            "tick",
                            Json.write(tick))))
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> send(Envelope<? extends Event> envelope, String topic) {
    RecordHeaders headers = new RecordHeaders();
    byte[] value = serializer.serialize(topic, headers, envelope);
    return send(new ProducerRecord<>(topic, null, envelope.payload().key(), value, headers));
  }

  private CompletableFuture<?> send(ProducerRecord<String, byte @Nullable []> record) {
    CompletableFuture<Map<String, Object>> done = new CompletableFuture<>();
    try {
      producer.send(
          record,
          (_, failure) -> {
            if (failure == null) {
              done.complete(Map.of());
            } else {
              done.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(3));
  }
}
