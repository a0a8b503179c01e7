/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.planning.RecordPosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Ids of topics: a topic that was deleted and recreated has the same name and another id. */
final class TopicIds {

  private final KafkaAccess access;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  TopicIds(KafkaAccess access) {
    this.access = access;
  }

  /**
   * @param topic as Kafka names it
   * @throws KafkaException where Kafka does not say
   */
  void fetch(String topic) {
    try (Admin admin = Admin.create(access.admin())) {
      for (var described : admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
        ids.put(topic, described.topicId().toString());
      }
    } catch (ExecutionException e) {
      throw new KafkaException("the id of " + topic + " is not to be had: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  RecordPosition position(ConsumerRecord<?, ?> record) {
    return new RecordPosition(
        access.publicName(record.topic()),
        record.partition(),
        record.offset(),
        ids.getOrDefault(record.topic(), ""));
  }
}
