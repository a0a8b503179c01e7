/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.InvalidField;
import io.berth.events.document.Author;
import io.berth.events.document.Document;
import io.berth.events.document.JsonReader;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import io.berth.yaml.DocumentWriter.InjectedFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A document has the same content in JSON and YAML, and its faults are found in both. */
class JsonAndYamlEquivalenceTest {

  /** Of a value: in JSON, in YAML, and what is found. */
  private static final List<InjectedFault> IN_BOTH =
      List.of(
          new InjectedFault("\"\\u001b[2J\"", "\"\\e[2J\"", "U+001B (ESCAPE)"),
          new InjectedFault("\"a\\u0000\"", "\"a\\0\"", "U+0000 (NULL)"),
          new InjectedFault("\"\\u009b\"", "\"\\x9b\"", "U+009B"),
          new InjectedFault("\"\\ud83d\"", "\"\\ud83d\"", "U+D83D, half of a surrogate pair"),
          new InjectedFault(
              "\"\\ude00\\ud83d\"", "\"\\ude00\\ud83d\"", "U+DE00, half of a surrogate pair"),
          new InjectedFault("\"\\rab\"", "\"\\rab\"", "U+000D"),
          new InjectedFault("1e400", "1e400", "1e400"),
          new InjectedFault(
              "-" + "9".repeat(400), "-" + "9".repeat(400), "a number of 401 characters"));

  private static final List<InjectedFault> IN_YAML =
      List.of(
          new InjectedFault("", "!!binary aGk=", "the tag !!binary"),
          new InjectedFault("", "!mine {}", "the tag !mine"),
          new InjectedFault("", "!!set {}", "the tag !!set"),
          new InjectedFault("", "*nothing", "an alias, and no anchor &nothing"),
          new InjectedFault("", "\"\\q\"", "an escape that YAML does not have"));

  private static final List<InjectedFault> IN_JSON =
      List.of(
          new InjectedFault("'a'", "", "a single quote"),
          new InjectedFault("yes", "", "a word without quotes"),
          new InjectedFault("/* */ 1", "", "a comment"),
          new InjectedFault("NaN", "", "NaN or Infinity"));

  @Test
  void document_hasTheSameContentInJsonAndYaml() {
    Random random = new Random(4711);
    RandomDocuments documents = new RandomDocuments(random);
    DocumentWriter writer = new DocumentWriter(random);
    for (int i = 0; i < 3000; i++) {
      Map<String, Object> document = documents.object(0);
      String json = writer.json(document, null, 0);
      String yaml = writer.yaml(document, null, 0);
      assertThat(seen(json(json), json)).as(json).isEqualTo(RandomDocuments.seen(document));
      assertThat(seen(yaml(yaml), yaml)).as(yaml).isEqualTo(RandomDocuments.seen(document));
      assertThat(seen(yaml(json), json)).as(json).isEqualTo(RandomDocuments.seen(document));
    }
  }

  @Test
  void fault_isFoundAtItsPosition_andNoOtherIs() {
    Random random = new Random(4711);
    RandomDocuments documents = new RandomDocuments(random);
    DocumentWriter writer = new DocumentWriter(random);
    int found = 0;
    for (int i = 0; i < 3000; i++) {
      Map<String, Object> document = documents.object(0);
      int at = random.nextInt(8);
      InjectedFault both = IN_BOTH.get(random.nextInt(IN_BOTH.size()));
      String json = writer.json(document, both, at);
      found += isFound(json(json), json, both.found(), writer.put());
      String yaml = writer.yaml(document, both, at);
      found += isFound(yaml(yaml), yaml, both.found(), writer.put());
      InjectedFault inJson = IN_JSON.get(random.nextInt(IN_JSON.size()));
      json = writer.json(document, inJson, at);
      found += isFound(json(json), json, inJson.found(), writer.put());
      InjectedFault inYaml = IN_YAML.get(random.nextInt(IN_YAML.size()));
      yaml = writer.yaml(document, inYaml, at);
      Position put = writer.put();
      boolean escape = inYaml.yaml().startsWith("\"") && put != null;
      Position column = escape ? new Position(put.line(), put.column() + 2) : put;
      found += isFound(yaml(yaml), yaml, inYaml.found(), column);
    }
    assertThat(found).isGreaterThan(3000);
  }

  @Test
  void duplicateField_isFoundAtItsSecondPosition() {
    Random random = new Random(4711);
    RandomDocuments documents = new RandomDocuments(random);
    DocumentWriter writer = new DocumentWriter(random);
    int found = 0;
    for (int i = 0; i < 3000; i++) {
      Map<String, Object> document = documents.object(0);
      int at = random.nextInt(6);
      String json = writer.jsonWithASecond(document, at);
      found += isFound(json(json), json, "a second '", writer.put());
      String yaml = writer.yamlWithASecond(document, at);
      found += isFound(yaml(yaml), yaml, "a second '", writer.put());
    }
    assertThat(found).isGreaterThan(2000);
  }

  /** 1 where the flaw was put; the document has fewer values otherwise. */
  private static int isFound(Document read, String text, String found, @Nullable Position at) {
    if (at == null) {
      return 0;
    }
    assertThat(read.faults()).as(text).hasSize(1);
    InvalidField fault = read.faults().getFirst();
    assertThat(fault.found()).as(text).startsWith(found);
    assertThat(List.of(fault.line(), fault.column()))
        .as(text)
        .isEqualTo(List.of(at.line(), at.column()));
    return 1;
  }

  private static Document json(String text) {
    return JsonReader.read(text.getBytes(UTF_8), Author.PERSON);
  }

  private static Document yaml(String text) {
    return YamlReader.read(text.getBytes(UTF_8));
  }

  private static Object seen(Document document, String text) {
    assertThat(document.faults()).as(text).isEmpty();
    return seen(java.util.Objects.requireNonNull(document.root()));
  }

  private static Object seen(Node node) {
    return switch (node) {
      case Node.Fields object -> {
        Map<Object, Object> seen = new HashMap<>();
        object.fields().forEach((name, field) -> seen.put(name, seen(field.value())));
        yield seen;
      }
      case Node.Items list -> list.items().stream().map(JsonAndYamlEquivalenceTest::seen).toList();
      case Node.Numeric(String literal, Position _) -> "number " + literal;
      case Node.Text(String value, Position _) -> "text " + value;
      case Node.Bool(boolean value, Position _) -> value;
      case Node.Null _ -> "null";
      case Node.Ambiguous(String literal, var taken, Position _) -> taken + " " + literal;
    };
  }
}
