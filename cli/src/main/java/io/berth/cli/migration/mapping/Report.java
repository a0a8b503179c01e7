/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import io.berth.events.InvalidField;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of every field of the source. Fields that were never spoken of are found at the end,
 * so that none can be lost in silence.
 */
public final class Report {

  /** A value of the wrong type, and where. */
  public record Fault(String file, InvalidField field) {}

  private static final int LONGEST_FOUND = 40;
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");

  /** Fields whose values may be secrets. */
  private static final Pattern CONFIDENTIAL =
      Pattern.compile(
          "(^|.*[.])(data|binaryData|stringData|env|environment|args|command|annotations|httpHeaders"
              + "|variables|entrypoint|build|labels)([.\\[].*)?");

  private final List<SourceObject> objects = new ArrayList<>();
  private final List<ReportEntry> entries = new ArrayList<>();
  private final Map<SourceObject, Set<String>> exact = new IdentityHashMap<>();
  private final Map<SourceObject, Set<String>> whole = new IdentityHashMap<>();
  private final Map<String, Integer> order = new HashMap<>();
  private final Set<Fault> faults = new LinkedHashSet<>();

  /** The path of a field; names with dots or other characters stand in brackets. */
  public static String path(String outer, String name) {
    if (!PLAIN_NAME.matcher(name).matches()) {
      return outer + "['" + name + "']";
    }
    return outer.isEmpty() ? name : outer + "." + name;
  }

  /** An object of which every field will be accounted for. */
  public Source open(SourceObject object) {
    objects.add(object);
    order.putIfAbsent(object.toString(), order.size());
    return Source.of(object, this);
  }

  public void add(
      SourceObject object,
      String path,
      Node found,
      boolean isThere,
      ConversionOutcome outcome,
      String target,
      String reason,
      String advice) {
    boolean wholly = outcome != ConversionOutcome.KEPT && outcome != ConversionOutcome.CHANGED;
    (wholly && isThere ? whole : exact).computeIfAbsent(object, _ -> new HashSet<>()).add(path);
    ReportEntry entry =
        new ReportEntry(
            object.toString(),
            path,
            object.file(),
            found.at(),
            isThere ? shown(path, found) : "nothing",
            outcome,
            target,
            reason,
            advice);
    if (!entries.contains(entry)) {
      entries.add(entry);
    }
  }

  public void fault(SourceObject object, String path, Node found, String wanted) {
    faults.add(
        new Fault(
            object.file(),
            new InvalidField(path, found.kind(), wanted)
                .at(found.at().line(), found.at().column())));
  }

  /** Whether something was said of the field itself. */
  public boolean isSpokenOf(Source source) {
    return exact.getOrDefault(source.object(), Set.of()).contains(source.path())
        || whole.getOrDefault(source.object(), Set.of()).contains(source.path());
  }

  /** Something that the Berth file lacks, whatever field of the source it is about. */
  public void toDo(String label, String target, String reason) {
    objects.stream()
        .filter(object -> object.toString().equals(label))
        .findFirst()
        .ifPresent(
            object ->
                add(
                    object,
                    "",
                    object.root(),
                    false,
                    ConversionOutcome.TO_DO,
                    target,
                    reason,
                    "Correct it in the file."));
  }

  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Every entry, in the order of the source, with those for the fields nobody spoke of. */
  public List<ReportEntry> complete() {
    for (SourceObject object : objects) {
      unspoken(object, "", object.root());
    }
    return entries.stream()
        .sorted(
            Comparator.comparing((ReportEntry entry) -> order.getOrDefault(entry.object(), 0))
                .thenComparing(entry -> entry.at().line())
                .thenComparing(entry -> entry.at().column()))
        .toList();
  }

  private void unspoken(SourceObject object, String path, Node node) {
    if (whole.getOrDefault(object, Set.of()).contains(path)) {
      return;
    }
    switch (node) {
      case Node.Fields(var fields, Position _) when !fields.isEmpty() ->
          fields.forEach((name, field) -> unspoken(object, path(path, name), field.value()));
      case Node.Items(List<Node> items, Position _) when !items.isEmpty() -> {
        for (int i = 0; i < items.size(); i++) {
          unspoken(object, path + "[" + i + "]", items.get(i));
        }
      }
      default -> leaf(object, path, node);
    }
  }

  private void leaf(SourceObject object, String path, Node node) {
    if (exact.getOrDefault(object, Set.of()).contains(path)) {
      return;
    }
    boolean isNothing = isEmpty(node);
    add(
        object,
        path,
        node,
        true,
        isNothing ? ConversionOutcome.IGNORED : ConversionOutcome.NOT_TAKEN,
        "",
        isNothing ? "It is empty." : "Berth has no such field.",
        "");
  }

  public static boolean isEmpty(@Nullable Node node) {
    return switch (node) {
      case Node.Text(String value, Position _) -> value.isEmpty();
      case Node.Fields(var fields, Position _) -> fields.isEmpty();
      case Node.Items(var items, Position _) -> items.isEmpty();
      case Node.Null _ -> true;
      case null -> true;
      default -> false;
    };
  }

  private static String shown(String path, Node node) {
    String found =
        switch (node) {
          case Node.Text(String value, Position _) when CONFIDENTIAL.matcher(path).matches() ->
              value.isEmpty() ? "empty text" : "text";
          case Node.Text(String value, Position _) -> value.isEmpty() ? "empty text" : value;
          case Node.Numeric(String literal, Position _) -> literal;
          case Node.Ambiguous(String literal, var _, Position _) -> literal;
          case Node.Fields(var fields, Position _) when fields.isEmpty() -> "{}";
          case Node.Items(var items, Position _) when items.isEmpty() -> "[]";
          case Node.Fields(var fields, Position _) -> fields.size() + fieldsWord(fields.size());
          case Node.Items(var items, Position _) ->
              items.size() + (items.size() == 1 ? " item" : " items");
          default -> node.kind();
        };
    return found.length() > LONGEST_FOUND || found.contains("\n") ? node.kind() : found;
  }

  private static String fieldsWord(int count) {
    return count == 1 ? " field" : " fields";
  }
}
