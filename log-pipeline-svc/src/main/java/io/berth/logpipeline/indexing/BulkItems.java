/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.indexing;

import io.berth.logpipeline.metrics.PipelineMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The documents of one data stream that are not indexed yet; applies the outcomes of a bulk request
 * to them.
 */
final class BulkItems {

  private static final int MAX_ENTRIES = 5_000;

  private record BulkItem(IndexDocument document, int attempt) {}

  /**
   * What an answer means for the next request.
   *
   * @param retryReason why it must wait; empty where it need not
   * @param tooLarge the request was
   * @param templateMissing it must be installed first
   */
  record BulkResult(String retryReason, boolean tooLarge, boolean templateMissing) {}

  private final Deque<BulkItem> open;
  private final List<BulkItem> request = new ArrayList<>();
  private final Indexer.DeadLetterHandler dead;
  private final PipelineMetrics metrics;

  /** Even at the smallest size two documents may be too much: then they go alone. */
  private int most = Integer.MAX_VALUE;

  BulkItems(
      List<IndexDocument> documents, Indexer.DeadLetterHandler dead, PipelineMetrics metrics) {
    this.open = new ArrayDeque<>(documents.size());
    documents.forEach(document -> open.add(new BulkItem(document, 0)));
    this.dead = dead;
    this.metrics = metrics;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Puts a request together, of so many bytes or of one document; returns its bytes. */
  int next(int wanted) {
    request.clear();
    int limit = Math.min(wanted, most);
    int bytes = 0;
    while (!open.isEmpty() && request.size() < MAX_ENTRIES) {
      int length = open.peek().document().length();
      if (!request.isEmpty() && bytes + length > limit) {
        break;
      }
      bytes += length;
      request.add(open.poll());
    }
    return bytes;
  }

  List<IndexDocument> request() {
    return request.stream().map(BulkItem::document).toList();
  }

  BulkResult apply(List<IndexOutcome> outcomes) {
    String again = "";
    int stored = 0;
    boolean tooLarge = false;
    boolean templateMissing = false;
    for (int i = 0; i < request.size(); i++) {
      BulkItem item = request.get(i);
      switch (outcomes.get(i)) {
        case IndexOutcome.Indexed _ -> stored++;
        case IndexOutcome.Duplicate _ -> metrics.duplicate();
        case IndexOutcome.Retry(String why) -> {
          again = why;
          open.add(item);
        }
        case IndexOutcome.TemplateMissing _ -> {
          templateMissing = true;
          again = "the index template is missing";
          open.add(item);
        }
        case IndexOutcome.TooLarge _ -> {
          tooLarge = true;
          tooLarge(item);
        }
        case IndexOutcome.DocumentRejected(String type, String reason) ->
            refused(item, type, reason);
      }
    }
    metrics.indexed(stored);
    return new BulkResult(again, tooLarge, templateMissing);
  }

  private void tooLarge(BulkItem item) {
    if (request.size() > 1) {
      most = Math.min(most, item.document().length());
      open.add(item);
      return;
    }
    byte[] shorter = item.attempt() > 0 ? null : MappingFallback.shorten(item.document().json());
    if (shorter == null) {
      dead.take(item.document(), "too-large", "413 for this document alone");
    } else {
      open.add(again(item, shorter));
    }
  }

  private void refused(BulkItem item, String type, String reason) {
    byte[] rescued =
        item.attempt() > 0 ? null : MappingFallback.keepCoreFields(item.document().json());
    if (rescued == null) {
      dead.take(item.document(), type, type + ": " + reason);
    } else {
      metrics.rescued();
      open.add(again(item, rescued));
    }
  }

  private static BulkItem again(BulkItem item, byte[] json) {
    return new BulkItem(item.document().with(json), item.attempt() + 1);
  }
}
