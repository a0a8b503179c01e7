/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.selector;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code a=b,c!=d,e in (f,g),h notin (i),j,!k} and the LabelSelector objects of workloads. */
public final class LabelSelector implements Predicate<JsonNode> {

  private static final String KEY = "([A-Za-z0-9][A-Za-z0-9._/-]*)";
  private static final Pattern SET =
      Pattern.compile("\\s*" + KEY + "\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*" + KEY + "\\s*(==|!=|=)\\s*([A-Za-z0-9._-]*)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*" + KEY + "\\s*");

  private final List<Predicate<Map<String, String>>> terms;

  private LabelSelector(List<Predicate<Map<String, String>>> terms) {
    this.terms = List.copyOf(terms);
  }

  public static LabelSelector parse(String query) {
    List<Predicate<Map<String, String>>> terms = new ArrayList<>();
    for (String term : split(query)) {
      terms.add(term(term, query));
    }
    return new LabelSelector(terms);
  }

  /** A {@code LabelSelector}: matchLabels and matchExpressions; an absent one selects nothing. */
  public static LabelSelector of(JsonNode selector) {
    if (JsonTrees.isAbsent(selector)) {
      return new LabelSelector(List.of(_ -> false));
    }
    List<Predicate<Map<String, String>>> terms = new ArrayList<>();
    JsonTrees.texts(selector, "matchLabels").forEach((k, v) -> terms.add(l -> v.equals(l.get(k))));
    for (JsonNode e : selector.path("matchExpressions")) {
      Set<String> values =
          Set.copyOf(e.path("values").valueStream().map(JsonNode::asString).toList());
      terms.add(operator(JsonTrees.text(e, "key"), JsonTrees.text(e, "operator"), values));
    }
    return new LabelSelector(terms);
  }

  /** A plain map of labels, as Services have it; an empty one selects nothing. */
  public static LabelSelector ofMap(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return new LabelSelector(List.of(_ -> false));
    }
    return new LabelSelector(List.of(l -> l.entrySet().containsAll(labels.entrySet())));
  }

  @Override
  public boolean test(JsonNode object) {
    Map<String, String> labels = ObjectMeta.labels(object);
    return terms.stream().allMatch(t -> t.test(labels));
  }

  private static Predicate<Map<String, String>> term(String term, String query) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      String[] values = set.group(3).trim().split("\\s*,\\s*", -1);
      return operator(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", Set.of(values));
    }
    Matcher equality = EQUALITY.matcher(term);
    if (equality.matches()) {
      boolean not = equality.group(2).equals("!=");
      return operator(equality.group(1), not ? "NotIn" : "In", Set.of(equality.group(3)));
    }
    Matcher exists = EXISTS.matcher(term);
    if (exists.matches()) {
      return operator(
          exists.group(2), exists.group(1).isEmpty() ? "Exists" : "DoesNotExist", Set.of());
    }
    throw ApiException.badRequest(
        "unable to parse requirement: found '" + term.trim() + "' in '" + query + "'");
  }

  private static Predicate<Map<String, String>> operator(
      String key, String operator, Set<String> values) {
    return switch (operator) {
      case "In" -> l -> l.containsKey(key) && values.contains(l.get(key));
      case "NotIn" -> l -> !l.containsKey(key) || !values.contains(l.get(key));
      case "Exists" -> l -> l.containsKey(key);
      case "DoesNotExist" -> l -> !l.containsKey(key);
      default ->
          throw ApiException.badRequest(
              "\"" + operator + "\" is not a valid label selector operator");
    };
  }

  /** At the commas outside of parentheses. */
  private static List<String> split(String query) {
    List<String> terms = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        terms.add(query.substring(start, i));
        start = i + 1;
      }
    }
    if (!query.isBlank()) {
      terms.add(query.substring(start));
    }
    return terms;
  }
}
