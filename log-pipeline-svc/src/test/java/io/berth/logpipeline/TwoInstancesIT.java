/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.cluster.PodFacts;
import io.berth.logpipeline.teststack.DataStreamClient;
import io.berth.logpipeline.teststack.PipelineProcess;
import io.berth.teststack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the service share the partitions while records keep coming. */
class TwoInstancesIT {

  private final String prefix = TestStack.shared().freshTopicPrefix();
  private final String name = "shared" + prefix.replace(".", "");
  private final DataStreamClient stream =
      new DataStreamClient(
          TestStack.shared().elasticsearchUrl(), "logs-berth." + name + "-default");

  @Test
  void instanceThatJoins_takesItsShare_andTheOtherMayLeave_withoutLossOrDuplicate() {
    try (RunningPipeline first = start();
        RecordFlow flow = new RecordFlow(prefix, name)) {
      await().until(() -> first.counter("berth_logs_indexed_total") > 0);
      try (RunningPipeline second = start()) {
        await().until(() -> second.counter("berth_logs_enriched_total") > 0);
        await().until(() -> second.counter("berth_logs_indexed_total") > 0);
        assertTailShowsEveryPartition(first);
        assertTailShowsEveryPartition(second);
        assertPodFactsReachEveryPartition(first, second);

        first.close();
        flow.awaitMore();
        assertTailShowsEveryPartition(second);
        assertEachIsThereOnce(flow.stop());
      }
    }
  }

  @Test
  void instanceThatIsKilled_isReplaced_withoutLossOrDuplicate(@TempDir Path folder)
      throws Exception {
    try (PipelineProcess killed =
            new PipelineProcess(
                folder,
                TestStack.shared().bootstrapServers(),
                TestStack.shared().elasticsearchUrl(),
                Map.of("BERTH_TOPIC_PREFIX", prefix, "BERTH_TOPIC_PARTITIONS", "2"));
        RunningPipeline other = start();
        RecordFlow flow = new RecordFlow(prefix, name)) {
      await().until(() -> killed.enriched() > 0);
      await().until(() -> other.counter("berth_logs_enriched_total") > 0);
      await().until(() -> other.counter("berth_logs_indexed_total") > 0);

      killed.kill();
      flow.awaitMore();
      assertTailShowsEveryPartition(other);
      assertEachIsThereOnce(flow.stop());
    }
  }

  private RunningPipeline start() {
    return new RunningPipeline(prefix, TestStack.shared().elasticsearchUrl());
  }

  private void assertTailShowsEveryPartition(RunningPipeline pipeline) {
    try (TailClient tail = new TailClient(pipeline, name)) {
      for (int partition = 0; partition < RecordFlow.PARTITIONS; partition++) {
        String text = RecordFlow.text(partition);
        await().until(() -> tail.received(text));
      }
    }
  }

  /** Each partition is enriched by one of the two, so both must have the facts. */
  private void assertPodFactsReachEveryPartition(RunningPipeline first, RunningPipeline second) {
    String uid = "uid-" + name;
    first.publish(
        new PodFacts(
            uid,
            "dc-a",
            name,
            name + "-x1",
            name,
            "Deployment",
            name,
            "node-7",
            "10.1.0.4",
            "Running",
            Map.of("app", name),
            List.of(),
            12L,
            null,
            null));
    TopicBytes topics = new TopicBytes(prefix);
    for (int partition = 0; partition < RecordFlow.PARTITIONS; partition++) {
      int number = partition;
      // Facts arrive on a topic of their own: lines are sent until they have them.
      await()
          .until(
              () -> {
                topics.write(RecordFlow.ofPod(topics, uid, number));
                return first.search("namespace=" + name + "&limit=1000").path("hits");
              },
              hits ->
                  hits.valueStream()
                      .anyMatch(
                          hit -> hit.path("message").asString().equals(RecordFlow.text(number))));
    }
    assertThat(first.counter("berth_logs_pods_known")).isPositive();
    assertThat(second.counter("berth_logs_pods_known")).isPositive();
  }

  private void assertEachIsThereOnce(List<String> sent) {
    // Each count makes Elasticsearch refresh: not too often.
    await().pollInterval(Duration.ofSeconds(1)).until(() -> stream.count() >= sent.size());
    assertThat(stream.ids()).containsExactlyElementsOf(sent);
  }
}
