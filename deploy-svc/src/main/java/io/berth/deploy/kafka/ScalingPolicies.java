/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.AppRef;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code berth.scaling-policies} as a table: whose replica count belongs to the scaler. */
public final class ScalingPolicies implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScalingPolicies.class);

  private final Map<String, ScalingPolicy> byApp = new ConcurrentHashMap<>();
  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile boolean stopping;

  /** Whether a policy in force owns the application's replica count in the cluster. */
  public boolean active(String cluster, AppRef app) {
    ScalingPolicy policy = byApp.get(app.toString());
    return policy != null
        && policy.mode() == ScalingPolicy.Mode.ACTIVE
        && (policy.clusters().isEmpty() || policy.clusters().contains(cluster));
  }

  /** Reads all there is; then {@link #run} keeps up. */
  void recall(Consumer<byte[], byte[]> reading, String topic) {
    consumer = reading;
    TopicHistory.replay(reading, topic, Instant.EPOCH, this::note);
  }

  void run() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading == null) {
      throw new IllegalStateException("recall comes before run");
    }
    try (reading) {
      while (!stopping) {
        try {
          reading.poll(Duration.ofMillis(500)).forEach(this::note);
        } catch (WakeupException e) {
          return;
        } catch (KafkaException e) {
          LOG.warn("Scaling policies cannot be read: {}", e.getMessage());
        }
      }
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), UTF_8);
    if (record.value() == null) {
      byApp.remove(key);
    } else if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof Received.Readable readable
        && readable.envelope().payload() instanceof ScalingPolicy policy) {
      byApp.merge(key, policy, (old, given) -> given.version() >= old.version() ? given : old);
    }
  }

  @Override
  public void close() {
    stopping = true;
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
  }
}
