/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.selector;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** {@code metadata.name=x,status.phase!=Running}; any path of single values may be asked for. */
public final class FieldSelector implements Predicate<JsonNode> {

  private record Term(String[] path, boolean equal, String value) {
    boolean test(JsonNode object) {
      return JsonTrees.text(object, path).equals(value) == equal;
    }
  }

  private final List<Term> terms;

  private FieldSelector(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  public static FieldSelector parse(String query) {
    List<Term> terms = new ArrayList<>();
    for (String term : query.isBlank() ? new String[0] : query.split(",")) {
      int at = term.indexOf('=');
      if (at < 1) {
        throw ApiException.badRequest(
            "invalid selector: '" + query + "'; can't understand '" + term + "'");
      }
      boolean not = term.charAt(at - 1) == '!';
      String path = term.substring(0, not ? at - 1 : at).trim();
      String value = term.substring(term.startsWith("==", at) ? at + 2 : at + 1).trim();
      terms.add(new Term(path.split("\\."), !not, value));
    }
    return new FieldSelector(terms);
  }

  @Override
  public boolean test(JsonNode object) {
    return terms.stream().allMatch(t -> t.test(object));
  }
}
