/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.logpipeline.search.LiveTail;
import io.berth.logpipeline.search.LogHit;
import io.berth.stream.BindingCustomizer;
import io.berth.stream.KafkaConnection;
import io.berth.stream.ReceivedRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.messaging.Message;

/**
 * Follows {@code berth.logs.enriched} from its end; its binding runs while there are subscribers.
 * The end offsets are read before the binding joins its group, which takes a broker seconds, so no
 * record in between is missed.
 */
public final class KafkaLiveTail implements LiveTail, BindingCustomizer, AutoCloseable {

  /** The binding's name. */
  public static final String BINDING = "tail-in-0";

  private static final Logger LOG = LoggerFactory.getLogger(KafkaLiveTail.class);
  private static final Duration RESTART = Duration.ofSeconds(1);

  private record TailSubscriber(Predicate<LogHit> wanted, HitListener listener) {}

  private final String topic;
  private final KafkaConnection kafka;
  private final BindingControl binding;
  private final List<TailSubscriber> subscribers = new CopyOnWriteArrayList<>();
  private final EnrichedLogParser parser = new EnrichedLogParser();

  /** What is read next of each partition. */
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

  /** Held while the binding is started or stopped. */
  private final ReentrantLock bindingLock = new ReentrantLock();

  /** The last reported problem, logged once: these lines come back as log records. */
  private String reported = "";

  private volatile @Nullable AbstractMessageListenerContainer<?, ?> container;
  private volatile boolean closing;

  /** Starts and stops a binding, by its name. */
  public interface BindingControl {

    /** Does nothing where it runs, or is not made yet. */
    void start(String binding);

    /** Returns when it reads no more. */
    void stop(String binding);
  }

  public KafkaLiveTail(String topic, KafkaConnection kafka, BindingControl binding) {
    this.topic = topic;
    this.kafka = kafka;
    this.binding = binding;
  }

  @Override
  public AutoCloseable follow(Predicate<LogHit> wanted, HitListener listener) {
    TailSubscriber subscriber = new TailSubscriber(wanted, listener);
    subscribers.add(subscriber);
    reconcileAsync();
    return () -> {
      subscribers.remove(subscriber);
      reconcileAsync();
    };
  }

  @Override
  public void close() {
    closing = true;
    subscribers.clear();
  }

  /** On a thread of its own: no client waits for Kafka. */
  private void reconcileAsync() {
    Thread.ofVirtual().name("berth-tail").start(this::reconcile);
  }

  private void reconcile() {
    bindingLock.lock();
    try {
      while (!closing && hasSubscribers() != isRunning()) {
        if (hasSubscribers()) {
          begin();
        } else {
          binding.stop(BINDING);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bindingLock.unlock();
    }
  }

  private boolean hasSubscribers() {
    return !subscribers.isEmpty();
  }

  private boolean isRunning() {
    AbstractMessageListenerContainer<?, ?> made = container;
    return made != null && made.isRunning();
  }

  private void begin() throws InterruptedException {
    String problem = "the topics are not there yet";
    try {
      Map<TopicPartition, Long> ends = ends();
      positions.clear();
      positions.putAll(ends);
      binding.start(BINDING);
      if (isRunning()) {
        reported = "";
        return;
      }
    } catch (ExecutionException e) {
      problem = String.valueOf(e.getCause());
    } catch (RuntimeException e) {
      problem = e.toString();
    }
    if (!closing && !problem.equals(reported)) {
      LOG.warn("The live tail cannot read the enriched logs and retries: {}", problem);
      reported = problem;
    }
    Thread.sleep(RESTART);
  }

  private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
    Admin admin = kafka.admin();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    Objects.requireNonNull(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic))
        .partitions()
        .forEach(
            info -> latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  @Override
  public String bindingName() {
    return BINDING;
  }

  @Override
  public void configure(AbstractMessageListenerContainer<?, ?> made) {
    ContainerProperties properties = made.getContainerProperties();
    properties.setAckMode(ContainerProperties.AckMode.MANUAL); // and nothing is acknowledged
    properties.setAuthExceptionRetryInterval(RESTART);
    properties.setConsumerRebalanceListener(
        new ConsumerAwareRebalanceListener() {
          @Override
          public void onPartitionsAssigned(
              Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> known = new HashMap<>(positions);
            known.keySet().retainAll(partitions);
            known.forEach(consumer::seek);
          }
        });
    container = made;
  }

  /** Takes a message of the binding. */
  public void accept(Message<?> message) {
    ConsumerRecord<byte[], byte[]> record = ReceivedRecord.<byte[], byte[]>of(message).record();
    deliver(record);
    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
  }

  @SuppressWarnings("unchecked")
  private void deliver(ConsumerRecord<byte[], byte[]> record) {
    IndexDocument document = parser.of(record);
    if (document == null) {
      return;
    }
    try {
      Map<String, Object> fields = EventJson.mapper().readValue(document.json(), Map.class);
      LogHit hit = LogHit.of(document.id(), fields);
      for (TailSubscriber subscriber : subscribers) {
        if (subscriber.wanted().test(hit)) {
          subscriber.listener().hit(hit);
        }
      }
    } catch (RuntimeException e) {
      // The indexing loop sends it to the dead letters; the tail continues.
    }
  }
}
