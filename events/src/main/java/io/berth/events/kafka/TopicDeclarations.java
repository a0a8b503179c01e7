/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that a service uses and checks those that are there. A service that would read
 * or write a mis-declared topic does not start.
 *
 * @param prefix put before every topic's name; empty but on a shared broker
 * @param partitions for new topics; 0 for each topic's own default. One that is declared with a
 *     single partition keeps it
 * @param replicationFactor for new topics; -1 for the broker's default
 */
public record TopicDeclarations(String prefix, int partitions, short replicationFactor) {

  private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LEADER_RETRY = Duration.ofMillis(100);

  /**
   * Makes sure of the topics; those that it makes can be written when it returns.
   *
   * @throws MisdeclaredTopics naming every topic that is not as declared, and what to do
   * @throws IllegalStateException where Kafka does not answer; worth another try
   */
  public void ensure(Admin admin, Collection<Topic> topics) throws InterruptedException {
    Map<String, Topic> wanted =
        topics.stream().collect(Collectors.toMap(topic -> prefix + topic.name(), topic -> topic));
    try {
      var present = admin.listTopics().names().get();
      List<NewTopic> missing =
          wanted.entrySet().stream()
              .filter(entry -> !present.contains(entry.getKey()))
              .map(entry -> newTopic(entry.getKey(), entry.getValue()))
              .toList();
      create(admin, missing);
      check(configs(admin, wanted), wanted);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka did not answer a request for topics " + wanted.keySet() + ": " + e.getCause(), e);
    }
  }

  private NewTopic newTopic(String name, Topic topic) {
    Map<String, String> config = new HashMap<>();
    config.put("cleanup.policy", topic.cleanup().policy());
    if (topic.retention() != null) {
      config.put("retention.ms", Long.toString(topic.retention().toMillis()));
    }
    return new NewTopic(name, partitionsOf(topic), replicationFactor).configs(config);
  }

  /** A topic that is declared with one partition has one: its records refer to each other. */
  private int partitionsOf(Topic topic) {
    return partitions > 0 && topic.partitions() > 1 ? partitions : topic.partitions();
  }

  private static void create(Admin admin, List<NewTopic> missing)
      throws ExecutionException, InterruptedException {
    Set<String> made = new HashSet<>();
    for (var created : admin.createTopics(missing).values().entrySet()) {
      try {
        created.getValue().get();
        made.add(created.getKey());
      } catch (ExecutionException e) {
        // Another service declared it in the same moment.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    awaitLeaders(admin, missing.stream().filter(topic -> made.contains(topic.name())));
  }

  /**
   * Only a partition's leader answers this. One that does not lead yet would refuse an idempotent
   * producer's first batch and take the second, after which it never takes the first (KAFKA-15591).
   * A busy broker does not know a topic for a moment after it confirmed to have created it; the
   * admin client takes that for an answer.
   */
  private static void awaitLeaders(Admin admin, Stream<NewTopic> made)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends =
        made.flatMap(TopicDeclarations::partitions)
            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    long until = System.nanoTime() + LEADER_TIMEOUT.toNanos();
    while (!areLed(admin, ends, System.nanoTime() < until)) {
      Thread.sleep(LEADER_RETRY);
    }
  }

  private static boolean areLed(
      Admin admin, Map<TopicPartition, OffsetSpec> ends, boolean isWaitedFor)
      throws ExecutionException, InterruptedException {
    try {
      admin.listOffsets(ends).all().get();
      return true;
    } catch (ExecutionException e) {
      if (isWaitedFor && e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private static Stream<TopicPartition> partitions(NewTopic topic) {
    return IntStream.range(0, topic.numPartitions())
        .mapToObj(number -> new TopicPartition(topic.name(), number));
  }

  private static Map<ConfigResource, Config> configs(Admin admin, Map<String, Topic> wanted)
      throws ExecutionException, InterruptedException {
    return admin
        .describeConfigs(
            wanted.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList())
        .all()
        .get();
  }

  static void check(Map<ConfigResource, Config> configs, Map<String, Topic> wanted) {
    String faults =
        configs.entrySet().stream()
            .map(entry -> fault(entry.getKey().name(), entry.getValue(), wanted))
            .filter(fault -> !fault.isEmpty())
            .sorted()
            .collect(Collectors.joining("; "));
    if (!faults.isEmpty()) {
      throw new MisdeclaredTopics(faults);
    }
  }

  private static String fault(String name, Config config, Map<String, Topic> wanted) {
    Topic topic = wanted.get(name);
    String policy = config.get("cleanup.policy").value();
    return topic == null || topic.cleanup().policy().equals(policy)
        ? ""
        : name + " has cleanup.policy " + policy + ", wanted " + topic.cleanup().policy();
  }
}
