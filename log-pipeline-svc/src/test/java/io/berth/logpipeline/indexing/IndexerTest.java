/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.logpipeline.metrics.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexerTest {

  private static final String INDEX = "s-1";
  private static final IndexOutcome OK = new IndexOutcome.Indexed(INDEX);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Deque<List<IndexOutcome>> answers = new ArrayDeque<>();
  private final List<List<String>> requests = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> dead = new ArrayList<>();
  private int templates;
  private int refusedTemplates;
  private final Indexer indexer =
      new Indexer(new ScriptedIndex(), new PipelineMetrics(meters), Clock.systemUTC());

  @ParameterizedTest
  @CsvSource({
    "200,Indexed",
    "201,Indexed",
    "409,Duplicate",
    "429,Retry",
    "403,Retry",
    "401,Retry",
    "500,Retry",
    "503,Retry",
    "404,TemplateMissing",
    "413,TooLarge",
    "400,DocumentRejected"
  })
  void everyStatus_hasItsMeaning(int status, String outcome) {
    assertThat(IndexOutcome.of(status, "index", "type", "reason").getClass().getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void duplicates_countAsStored() throws Exception {
    answer(OK, new IndexOutcome.Duplicate());
    index("a", "b");
    assertThat(requests).containsExactly(List.of("a", "b"));
    assertThat(count("berth.logs.indexed")).isEqualTo(1);
    assertThat(count("berth.logs.duplicates")).isEqualTo(1);
  }

  @Test
  void rejectedItems_aloneAreRetried_withTheSameIds_afterAPause() throws Exception {
    answer(OK, new IndexOutcome.Retry("429 es_rejected_execution_exception"), OK);
    answer(OK);
    index("a", "b", "c");
    assertThat(requests).containsExactly(List.of("a", "b", "c"), List.of("b"));
    assertThat(pauses).hasSize(1);
    assertThat(indexer.problem()).isEmpty();
  }

  @Test
  void duringElasticsearchOutage_pausesGrow_andNoDocumentIsDropped() throws Exception {
    for (int i = 0; i < 10; i++) {
      answer(new IndexOutcome.Retry("no answer"));
    }
    answer(OK);
    index("a");
    assertThat(requests).hasSize(11);
    assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(250), Duration.ofMillis(400));
    assertThat(pauses.getLast()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(23));
    assertThat(dead).isEmpty();
  }

  @Test
  void rejectedDocument_isRewrittenOnce_thenADeadLetter() throws Exception {
    answer(new IndexOutcome.DocumentRejected("document_parsing_exception", "bad field"), OK);
    answer(new IndexOutcome.DocumentRejected("document_parsing_exception", "still bad"));
    index("a", "b");
    assertThat(bodies.getLast()).contains("\"rescued\":\"{\\\"n\\\":1}\"", "\"message\":\"text\"");
    assertThat(dead).containsExactly("a document_parsing_exception: still bad");
  }

  @Test
  void tooLargeRequest_isSplit_andADocumentTooLargeAloneIsShortened_thenADeadLetter()
      throws Exception {
    answer(new IndexOutcome.TooLarge(), new IndexOutcome.TooLarge());
    answer(new IndexOutcome.TooLarge());
    answer(OK);
    answer(new IndexOutcome.TooLarge());
    IndexDocument large =
        new IndexDocument(
            "s", "a", ("{\"message\":\"" + "x".repeat(50_000) + "\"}").getBytes(UTF_8), 0);
    indexer.index("s", List.of(large, document("b")), pauses::add, this::bury);
    assertThat(requests)
        .containsExactly(List.of("a", "b"), List.of("a"), List.of("b"), List.of("a"));
    assertThat(dead).containsExactly("a 413 for this document alone");
  }

  @Test
  void missingTemplate_isInstalledAndTheDocumentSentAgain() throws Exception {
    answer(new IndexOutcome.TemplateMissing());
    answer(OK);
    index("a");
    assertThat(templates).isEqualTo(2);
    assertThat(requests).containsExactly(List.of("a"), List.of("a"));
  }

  @Test
  void whileTheTemplateIsRefused_nothingIsSent_andItSaysWhy() throws Exception {
    refusedTemplates = 2;
    answer(OK);
    List<String> troubles = new ArrayList<>();
    indexer.index(
        "s", List.of(document("a")), pause -> troubles.add(indexer.problem()), this::bury);
    assertThat(troubles)
        .hasSize(2)
        .allMatch("the index template cannot be installed: the password is wrong"::equals);
    assertThat(requests).containsExactly(List.of("a"));
    assertThat(indexer.problem()).isEmpty();
  }

  private void answer(IndexOutcome... outcomes) {
    answers.add(List.of(outcomes));
  }

  private void index(String... ids) throws InterruptedException {
    indexer.index(
        "s", Arrays.stream(ids).map(IndexerTest::document).toList(), pauses::add, this::bury);
  }

  private void bury(IndexDocument document, String kind, String reason) {
    dead.add(document.id() + " " + reason);
  }

  private static IndexDocument document(String id) {
    return new IndexDocument("s", id, "{\"message\":\"text\",\"n\":1}".getBytes(UTF_8), 0);
  }

  private double count(String name) {
    return meters.counter(name).count();
  }

  private final class ScriptedIndex implements LogIndex {
    @Override
    public List<IndexOutcome> create(String stream, List<IndexDocument> documents) {
      requests.add(documents.stream().map(IndexDocument::id).toList());
      documents.forEach(document -> bodies.add(new String(document.json(), UTF_8)));
      return answers.remove();
    }

    @Override
    public void installTemplate() throws ElasticsearchUnavailableException {
      templates++;
      if (templates <= refusedTemplates) {
        throw new ElasticsearchUnavailableException("the password is wrong");
      }
    }

    @Override
    public BackingIndices generations(String stream) {
      return new BackingIndices(List.of(new BackingIndices.BackingIndex(INDEX, 0)));
    }

    @Override
    public Map<String, String> holders(List<String> indices, Set<String> ids) {
      throw new AssertionError("there is one index: nothing to look up");
    }

    @Override
    public void delete(String index, Set<String> ids) {
      throw new AssertionError("nothing to delete");
    }
  }
}
