/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.selector;

import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What a list or a watch asks for: labels and fields together. */
public final class Selector implements Predicate<JsonNode> {

  private final Predicate<JsonNode> both;

  private Selector(Predicate<JsonNode> both) {
    this.both = both;
  }

  /**
   * @param labels the query parameter {@code labelSelector}, may be empty
   * @param fields the query parameter {@code fieldSelector}, may be empty
   * @throws io.berth.simulator.store.ApiException 400 when one cannot be parsed
   */
  public static Selector of(String labels, String fields) {
    LabelSelector query = LabelSelector.parse(labels);
    FieldSelector fieldQuery = FieldSelector.parse(fields);
    return new Selector(o -> query.test(o) && fieldQuery.test(o));
  }

  @Override
  public boolean test(JsonNode object) {
    return both.test(object);
  }
}
