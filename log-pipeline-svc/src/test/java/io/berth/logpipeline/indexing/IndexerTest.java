/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.logpipeline.accounting.Tally;
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
  private static final Outcome OK = new Outcome.Stored(INDEX);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Deque<List<Outcome>> answers = new ArrayDeque<>();
  private final List<List<String>> requests = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> dead = new ArrayList<>();
  private int templates;
  private final Indexer indexer = new Indexer(new Scripted(), new Tally(meters), Clock.systemUTC());

  @ParameterizedTest
  @CsvSource({
    "200,Stored",
    "201,Stored",
    "409,Duplicate",
    "429,TryAgain",
    "403,TryAgain",
    "401,TryAgain",
    "500,TryAgain",
    "503,TryAgain",
    "404,TemplateMissing",
    "413,TooLarge",
    "400,Refused"
  })
  void everyStatus_hasItsMeaning(int status, String outcome) {
    assertThat(Outcome.of(status, "index", "type", "reason").getClass().getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void duplicates_areAsGoodAsStored() throws Exception {
    answer(OK, new Outcome.Duplicate());
    index("a", "b");
    assertThat(requests).containsExactly(List.of("a", "b"));
    assertThat(count("berth.logs.indexed")).isEqualTo(1);
    assertThat(count("berth.logs.duplicates")).isEqualTo(1);
  }

  @Test
  void itemsUnderPressure_aloneAreSentAgain_withTheSameIds_afterAPause() throws Exception {
    answer(OK, new Outcome.TryAgain("429 es_rejected_execution_exception"), OK);
    answer(OK);
    index("a", "b", "c");
    assertThat(requests).containsExactly(List.of("a", "b", "c"), List.of("b"));
    assertThat(pauses).hasSize(1);
    assertThat(indexer.trouble()).isEmpty();
  }

  @Test
  void whileElasticsearchIsAway_pausesGrow_andNothingIsGivenUp() throws Exception {
    for (int i = 0; i < 10; i++) {
      answer(new Outcome.TryAgain("no answer"));
    }
    answer(OK);
    index("a");
    assertThat(requests).hasSize(11);
    assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(250), Duration.ofMillis(400));
    assertThat(pauses.getLast()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(23));
    assertThat(dead).isEmpty();
  }

  @Test
  void refusedDocument_isRescuedOnce_thenItIsADeadLetter() throws Exception {
    answer(new Outcome.Refused("document_parsing_exception", "bad field"), OK);
    answer(new Outcome.Refused("document_parsing_exception", "still bad"));
    index("a", "b");
    assertThat(bodies.getLast()).contains("\"rescued\":\"{\\\"n\\\":1}\"", "\"message\":\"text\"");
    assertThat(dead).containsExactly("a document_parsing_exception: still bad");
  }

  @Test
  void tooLargeRequest_isSplit_andADocumentTooLargeAloneIsShortened_thenADeadLetter()
      throws Exception {
    answer(new Outcome.TooLarge(), new Outcome.TooLarge());
    answer(new Outcome.TooLarge());
    answer(OK);
    answer(new Outcome.TooLarge());
    Document large =
        new Document("s", "a", ("{\"message\":\"" + "x".repeat(50_000) + "\"}").getBytes(UTF_8), 0);
    indexer.index("s", List.of(large, document("b")), pauses::add, this::bury);
    assertThat(requests)
        .containsExactly(List.of("a", "b"), List.of("a"), List.of("b"), List.of("a"));
    assertThat(dead).containsExactly("a 413 for this document alone");
  }

  @Test
  void missingTemplate_isInstalledAndTheDocumentSentAgain() throws Exception {
    answer(new Outcome.TemplateMissing());
    answer(OK);
    index("a");
    assertThat(templates).isEqualTo(2);
    assertThat(requests).containsExactly(List.of("a"), List.of("a"));
  }

  private void answer(Outcome... outcomes) {
    answers.add(List.of(outcomes));
  }

  private void index(String... ids) throws InterruptedException {
    indexer.index(
        "s", Arrays.stream(ids).map(IndexerTest::document).toList(), pauses::add, this::bury);
  }

  private void bury(Document document, String kind, String reason) {
    dead.add(document.id() + " " + reason);
  }

  private static Document document(String id) {
    return new Document("s", id, "{\"message\":\"text\",\"n\":1}".getBytes(UTF_8), 0);
  }

  private double count(String name) {
    return meters.counter(name).count();
  }

  private final class Scripted implements LogIndex {
    @Override
    public List<Outcome> create(String stream, List<Document> documents) {
      requests.add(documents.stream().map(Document::id).toList());
      documents.forEach(document -> bodies.add(new String(document.json(), UTF_8)));
      return answers.remove();
    }

    @Override
    public boolean installTemplate() {
      templates++;
      return true;
    }

    @Override
    public Generations generations(String stream) {
      return new Generations(List.of(new Generations.Generation(INDEX, 0)));
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
