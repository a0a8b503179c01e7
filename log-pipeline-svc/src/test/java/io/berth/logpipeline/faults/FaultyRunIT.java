/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.logpipeline.teststack.DataStreamClient;
import io.berth.logpipeline.teststack.PipelineProcess;
import io.berth.logpipeline.teststack.TcpRelay;
import io.berth.teststack.TestStack;
import io.berth.teststack.kafka.DedicatedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can go away goes away while twenty clients send: the service is killed twice, the
 * broker restarts, Elasticsearch is away, the data stream rolls over. Nothing is lost and nothing
 * is there twice. The whole is
 *
 * <pre>mvn -pl log-pipeline-svc -am verify -Dit.test=FaultyRunIT -Dberth.faulty.records=2000000 \\
 *   -Dberth.faulty.away=60</pre>
 *
 * and with {@code -Dberth.faulty.transactions=true} enrichment writes in transactions.
 */
class FaultyRunIT {

  private static final Logger LOG = LoggerFactory.getLogger(FaultyRunIT.class);
  private static final int SENDERS = 20;
  private static final int EACH = Integer.getInteger("berth.faulty.records", 40_000) / SENDERS;
  private static final int AWAY_SECONDS = Integer.getInteger("berth.faulty.away", 3);
  private static final Duration MAX_LENGTH = Duration.ofSeconds(480 + EACH * SENDERS / 2_000);

  private final LongAdder acknowledged = new LongAdder();

  @Test
  void outagesOfEveryComponent_loseNoRecord_andDuplicateNone(@TempDir Path folder)
      throws Exception {
    String dataset = "faulty" + TestStack.shared().freshTopicPrefix().replace(".", "");
    String url = TestStack.shared().elasticsearchUrl();
    DataStreamClient stream = new DataStreamClient(url, "logs-berth." + dataset + "-default");
    long begun = System.nanoTime();
    try (DedicatedBroker broker = DedicatedBroker.started(folder);
        TcpRelay relay = new TcpRelay(url);
        PipelineProcess service =
            new PipelineProcess(folder, broker.address(), relay.url(), settings());
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SENDERS; i++) {
        senders.execute(
            new ForwardLoadClient(i, service.forwardPort(), dataset, EACH, acknowledged));
      }
      sent(10);
      service.killAndStartAgain();
      sent(30);
      broker.restart();
      sent(50);
      relay.cut();
      await().pollDelay(Duration.ofSeconds(AWAY_SECONDS)).atMost(MAX_LENGTH).until(() -> true);
      relay.mend();
      sent(70);
      await("a stream to roll over").atMost(MAX_LENGTH).until(stream::rollOver);
      service.killAndStartAgain();
      sent(100);
      // Who counts too often makes Elasticsearch refresh and nothing else.
      await()
          .atMost(MAX_LENGTH)
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> service.lag() == 0 && stream.count() >= (long) EACH * SENDERS);
      LOG.info(
          "{} records in {} s, {} came again and were not indexed twice",
          EACH * SENDERS,
          Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
          service.duplicates());
    }
    assertThat(stream.generations()).isEqualTo(2);
    assertThatEachIsThereOnce(stream);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "BERTH_LOG_TRANSACTIONS",
        System.getProperty("berth.faulty.transactions", "false"),
        "BERTH_TOPIC_PARTITIONS",
        "4");
  }

  private void sent(int percent) {
    long wanted = (long) EACH * SENDERS * percent / 100;
    await().atMost(MAX_LENGTH).until(() -> acknowledged.sum() >= wanted);
    LOG.info("{} % are acknowledged", percent);
  }

  private static void assertThatEachIsThereOnce(DataStreamClient stream) {
    BitSet[] there = IntStream.range(0, SENDERS).mapToObj(i -> new BitSet()).toArray(BitSet[]::new);
    int[] twice = {0};
    stream.eachId(
        id -> {
          BitSet of = there[Integer.parseInt(id.substring(1, 3))];
          int sequence = Integer.parseInt(id.substring(4));
          twice[0] += of.get(sequence) ? 1 : 0;
          of.set(sequence);
        });
    int lost = 0;
    for (BitSet of : there) {
      lost += EACH - of.cardinality();
    }
    LOG.info("lost = {}, duplicated = {}", lost, twice[0]);
    assertThat(lost).as("lost").isZero();
    assertThat(twice[0]).as("duplicated").isZero();
  }
}
