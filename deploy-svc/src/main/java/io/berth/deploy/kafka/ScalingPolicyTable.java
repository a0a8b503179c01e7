/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.AppRef;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.scaling.ScalingPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code berth.scaling-policies} as a table: which replica counts belong to the scaler. */
public final class ScalingPolicyTable {

  private final Map<String, ScalingPolicy> byApp = new ConcurrentHashMap<>();
  private final CloudEventDeserializer reader = new CloudEventDeserializer();

  /** Whether a policy in force owns the application's replica count in the cluster. */
  public boolean active(String cluster, AppRef app) {
    return find(app)
        .filter(policy -> policy.mode() == ScalingPolicy.Mode.ACTIVE && policy.holdsIn(cluster))
        .isPresent();
  }

  /** The policy of an application, in whatever mode. */
  public Optional<ScalingPolicy> find(AppRef app) {
    return Optional.ofNullable(byApp.get(app.toString()));
  }

  /** Applies the next record of the topic. */
  public void apply(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), UTF_8);
    if (record.value() == null) {
      byApp.remove(key);
    } else if (reader.deserialize(record.topic(), record.headers(), record.value())
            instanceof DeserializationResult.Readable readable
        && readable.envelope().payload() instanceof ScalingPolicy policy) {
      byApp.merge(key, policy, (old, given) -> given.version() >= old.version() ? given : old);
    }
  }
}
