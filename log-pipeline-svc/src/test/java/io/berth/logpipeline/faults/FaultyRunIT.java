/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.localstack.TestStack;
import io.berth.logpipeline.Relay;
import io.berth.logpipeline.StreamInElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
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
  private static final Duration LONGEST = Duration.ofSeconds(240 + EACH * SENDERS / 2_000);

  private final LongAdder acknowledged = new LongAdder();

  @Test
  void whateverGoesAway_everyRecordIsThereOnce(@TempDir Path folder) throws Exception {
    String dataset = "faulty" + TestStack.shared().freshTopicPrefix().replace(".", "");
    String url = TestStack.shared().elasticsearchUrl();
    StreamInElasticsearch stream =
        new StreamInElasticsearch(url, "logs-berth." + dataset + "-default");
    long begun = System.nanoTime();
    try (OwnBroker broker = new OwnBroker(folder);
        Relay relay = new Relay(url);
        ServiceProcess service =
            new ServiceProcess(folder, broker.bootstrapServers(), relay.url());
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SENDERS; i++) {
        senders.execute(new Sender(i, service.forwardPort(), dataset, EACH, acknowledged));
      }
      sent(10);
      service.killAndStartAgain();
      sent(30);
      broker.restart();
      sent(50);
      relay.cut();
      await().pollDelay(Duration.ofSeconds(AWAY_SECONDS)).atMost(LONGEST).until(() -> true);
      relay.mend();
      sent(70);
      await("a stream to roll over").atMost(LONGEST).until(stream::rollOver);
      service.killAndStartAgain();
      sent(100);
      // Who counts too often makes Elasticsearch refresh and nothing else.
      await()
          .atMost(LONGEST)
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

  private void sent(int percent) {
    long wanted = (long) EACH * SENDERS * percent / 100;
    await().atMost(LONGEST).until(() -> acknowledged.sum() >= wanted);
    LOG.info("{} % are acknowledged", percent);
  }

  private static void assertThatEachIsThereOnce(StreamInElasticsearch stream) {
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
