/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.queue.KeyedExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

class KeyOrderedConsumerTest {

  private static final String TOPIC = "t1.berth.commands";
  private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);
  private static final String IN_ONE = "berth.commands-1:7";

  private final AtomicLong nanos = new AtomicLong(1);
  private final AssignedPartitions assigned = new AssignedPartitions(nanos::get);
  private final Silenced kafka = new Silenced();
  @AutoClose private final KeyedExecutor<String> executor = new KeyedExecutor<>("test", 1);
  private final Others others = new Others();
  private final KeyOrderedConsumer reader =
      new KeyOrderedConsumer("commands-in-0", _ -> Optional.empty(), executor, assigned, others);
  private final KafkaMessageListenerContainer<byte[], byte[]> container = container();

  @BeforeEach
  void begin() {
    kafka.updatePartitions(TOPIC, List.of(partition(0), partition(1)));
    kafka.updateBeginningOffsets(Map.of(ONE, 0L));
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(ONE)));
    reader.configure(container);
    container.start();
    await().until(() -> assigned.holds(IN_ONE));
    await().until(() -> reader.trouble().isEmpty());
  }

  @AfterEach
  void end() {
    reader.close();
    container.stop();
  }

  /** The container of a binding, over a consumer of the test's own. */
  private KafkaMessageListenerContainer<byte[], byte[]> container() {
    ConsumerFactory<byte[], byte[]> consumers =
        new DefaultKafkaConsumerFactory<>(Map.of("enable.auto.commit", false)) {
          @Override
          public Consumer<byte[], byte[]> createConsumer(
              String group, String prefix, String suffix, Properties properties) {
            return kafka;
          }
        };
    ContainerProperties properties = new ContainerProperties(TOPIC);
    properties.setGroupId("deploy-svc-dc-a");
    properties.setMessageListener(
        (AcknowledgingConsumerAwareMessageListener<byte[], byte[]>)
            (record, acknowledgment, consumer) ->
                reader.accept(record, consumer, acknowledgment::acknowledge));
    var made = new KafkaMessageListenerContainer<>(consumers, properties);
    made.setApplicationEventPublisher(
        event -> {
          if (event instanceof ListenerContainerIdleEvent idle) {
            reader.onApplicationEvent(idle);
          }
        });
    return made;
  }

  @Test
  @Tag("fault-K1")
  void kafkaOutage_suspendsOwnership_evenWhilePolling() {
    kafka.silentFor = 7.0;
    await().until(() -> reader.trouble().isPresent());
    nanos.addAndGet(AssignedPartitions.MAX_PAUSE.plusSeconds(1).toNanos());
    kafka.turns(5);

    assertThat(assigned.holds(IN_ONE)).isFalse();
    assertThat(assigned.owns(IN_ONE)).isTrue();

    kafka.silentFor = 0.5;
    await().until(() -> assigned.holds(IN_ONE));
    assertThat(reader.trouble()).isEmpty();
  }

  @Test
  @Tag("fault-K1")
  void afterAKafkaOutage_ownershipResumesOnlyAfterTheReplay() throws Exception {
    kafka.silentFor = 7.0;
    await().until(() -> reader.trouble().isPresent());
    nanos.addAndGet(AssignedPartitions.MAX_PAUSE.plusSeconds(1).toNanos());
    others.unread();
    kafka.silentFor = 0.5;
    await().until(others::isAsked);

    assertThat(assigned.holds(IN_ONE)).isFalse();
    assertThat(reader.trouble()).isPresent();

    others.read();
    await().until(() -> assigned.holds(IN_ONE));
    await().until(() -> reader.trouble().isEmpty());
  }

  @Test
  @Tag("fault-K1")
  void failedReplay_isRetried() {
    kafka.silentFor = 7.0;
    await().until(() -> reader.trouble().isPresent());
    others.failures.set(1);
    kafka.silentFor = 0.5;

    await().until(() -> reader.trouble().isEmpty());
    assertThat(others.failures).hasValue(0);
  }

  @Test
  void ownership_lastsWhileKafkaAnswers() {
    for (int minute = 0; minute < 3; minute++) {
      nanos.addAndGet(Duration.ofSeconds(3).toNanos());
      kafka.turns(2);
      assertThat(assigned.holds(IN_ONE)).isTrue();
    }
  }

  private static PartitionInfo partition(int number) {
    Node node = new Node(1, "localhost", 9092);
    return new PartitionInfo(TOPIC, number, node, new Node[] {node}, new Node[] {node});
  }

  /** A consumer whose coordinator was heard of last so many seconds ago. */
  private static final class Silenced extends MockConsumer<byte[], byte[]> {
    private static final MetricName NAME =
        new MetricName("last-heartbeat-seconds-ago", "consumer-coordinator-metrics", "", Map.of());

    private final AtomicInteger asked = new AtomicInteger();
    private volatile double silentFor = 0.5;

    private Silenced() {
      super("earliest");
    }

    void turns(int more) {
      int before = asked.get();
      await().until(() -> asked.get() > before + more);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
      asked.incrementAndGet();
      return Map.of(NAME, new Figure(silentFor));
    }
  }

  private record Figure(Object metricValue) implements Metric {
    @Override
    public MetricName metricName() {
      return Silenced.NAME;
    }
  }

  /** What others say, which takes its time. */
  private static final class Others implements OwnershipListener {
    private final Semaphore read = new Semaphore(Integer.MAX_VALUE);
    private final AtomicInteger failures = new AtomicInteger();

    void unread() {
      read.drainPermits();
    }

    boolean isAsked() {
      return read.hasQueuedThreads();
    }

    void read() {
      read.release();
    }

    @Override
    public void prepare() {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new KafkaException("not now");
      }
      read.acquireUninterruptibly();
    }

    @Override
    public void onAssigned() {}

    @Override
    public void onLost() {}
  }
}
