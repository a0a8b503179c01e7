/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.logpipeline.accounting.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The documents of one stream that are not through yet, and what an answer means for them. */
final class Jobs {

  private static final int MOST = 5_000;

  private record Job(Document document, int attempt) {}

  /**
   * What an answer means for the next request.
   *
   * @param again why it must wait; empty where it need not
   * @param tooLarge the request was
   * @param templateMissing it must be installed first
   */
  record Result(String again, boolean tooLarge, boolean templateMissing) {}

  private final Deque<Job> open;
  private final List<Job> request = new ArrayList<>();
  private final Indexer.DeadLetters dead;
  private final Tally tally;

  /** Even at the smallest size two documents may be too much: then they go alone. */
  private int most = Integer.MAX_VALUE;

  Jobs(List<Document> documents, Indexer.DeadLetters dead, Tally tally) {
    this.open = new ArrayDeque<>(documents.size());
    documents.forEach(document -> open.add(new Job(document, 0)));
    this.dead = dead;
    this.tally = tally;
  }

  boolean areDone() {
    return open.isEmpty();
  }

  /** Puts a request together, of so many bytes or of one document; returns its bytes. */
  int next(int wanted) {
    request.clear();
    int limit = Math.min(wanted, most);
    int bytes = 0;
    while (!open.isEmpty() && request.size() < MOST) {
      int length = open.peek().document().length();
      if (!request.isEmpty() && bytes + length > limit) {
        break;
      }
      bytes += length;
      request.add(open.poll());
    }
    return bytes;
  }

  List<Document> request() {
    return request.stream().map(Job::document).toList();
  }

  Result apply(List<Outcome> outcomes) {
    String again = "";
    int stored = 0;
    boolean tooLarge = false;
    boolean templateMissing = false;
    for (int i = 0; i < request.size(); i++) {
      Job job = request.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Stored _ -> stored++;
        case Outcome.Duplicate _ -> tally.duplicate();
        case Outcome.TryAgain(String why) -> {
          again = why;
          open.add(job);
        }
        case Outcome.TemplateMissing _ -> {
          templateMissing = true;
          again = "the index template is missing";
          open.add(job);
        }
        case Outcome.TooLarge _ -> {
          tooLarge = true;
          tooLarge(job);
        }
        case Outcome.Refused(String type, String reason) -> refused(job, type, reason);
      }
    }
    tally.indexed(stored);
    return new Result(again, tooLarge, templateMissing);
  }

  private void tooLarge(Job job) {
    if (request.size() > 1) {
      most = Math.min(most, job.document().length());
      open.add(job);
      return;
    }
    byte[] shorter = job.attempt() > 0 ? null : Rescue.shorten(job.document().json());
    if (shorter == null) {
      dead.take(job.document(), "too-large", "413 for this document alone");
    } else {
      open.add(again(job, shorter));
    }
  }

  private void refused(Job job, String type, String reason) {
    byte[] rescued = job.attempt() > 0 ? null : Rescue.rescue(job.document().json());
    if (rescued == null) {
      dead.take(job.document(), type, type + ": " + reason);
    } else {
      tally.rescued();
      open.add(again(job, rescued));
    }
  }

  private static Job again(Job job, byte[] json) {
    return new Job(job.document().with(json), job.attempt() + 1);
  }
}
