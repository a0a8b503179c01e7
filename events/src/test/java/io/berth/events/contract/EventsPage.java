/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import io.berth.events.ApprovedFiles;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import io.berth.events.Topics;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The page {@code docs/events.md}: an introduction written by hand, and all else from the code. */
final class EventsPage {

  private static final Path INTRODUCTION = Path.of("src/test/resources/events-introduction.md");
  private static final Path FIVE_LINES = Path.of("src/test/java/io/berth/events/ScaleTheCart.java");

  private final StringBuilder page = new StringBuilder();

  /** Records within payloads, and in how many types they occur. */
  private final Map<String, Integer> uses = new TreeMap<>();

  private EventsPage() {
    EventTypes.all()
        .values()
        .forEach(
            payload -> parts(payload).forEach(part -> uses.merge(part.getKey(), 1, Integer::sum)));
  }

  static String markdown() {
    EventsPage events = new EventsPage();
    String lines =
        ApprovedFiles.kept(FIVE_LINES).split("// the five lines\n")[1].split(" *// so far")[0];
    events.page.append(
        ApprovedFiles.kept(INTRODUCTION)
            .replace("<!-- topics -->", topics())
            .replace("<!-- headers -->", headers())
            .replace("<!-- java -->", lines.stripTrailing().stripIndent()));
    Topics.ALL.forEach(events::topic);
    events.sharedParts();
    return events.page.toString();
  }

  private static String topics() {
    return "| topic | key | partitions | kept | what | written by → read by |\n| --- | --- | --- | --- | --- | --- |\n"
        + Topics.ALL.stream().map(EventsPage::row).collect(Collectors.joining("\n"));
  }

  private static String row(Topic topic) {
    Flow flow = Flow.of(topic);
    return "| [`%s`](#%s) | %s | %d | %s | %s | %s → %s |"
        .formatted(
            topic.name(),
            topic.name().replace(".", ""),
            topic.key(),
            topic.partitions(),
            Flow.kept(topic),
            topic.says(),
            flow.writers(),
            flow.readers());
  }

  private static String headers() {
    return Flow.HEADERS.entrySet().stream()
        .map(header -> "| `" + header.getKey() + "` | " + header.getValue() + " |")
        .collect(Collectors.joining("\n", "| header | what |\n| --- | --- |\n", ""));
  }

  private void topic(Topic topic) {
    page.append("\n## ").append(topic.name()).append("\n\n");
    page.append(topic.says()).append(". Key: ").append(topic.key()).append(".\n");
    if (topic == Topics.ALERT_HISTORY) {
      page.append("Its records are those of [`berth.alerts`](#berthalerts).\n");
      return;
    }
    Flow.typesOf(topic).forEach(this::type);
  }

  private void type(String type) {
    ObjectNode schema = JsonSchemas.of(Flow.payload(type));
    page.append("\n### ").append(type).append("\n\n");
    page.append(schema.get("description").asString()).append("\n\n");
    fields(schema);
    parts(Flow.payload(type)).stream()
        .filter(part -> uses.get(part.getKey()) == 1)
        .forEach(part -> part(part.getKey(), part.getValue()));
    page.append("\n<details><summary>An example</summary>\n\n```json\n")
        .append(ApprovedFiles.kept(Path.of("src/test/resources/golden", type + ".json")))
        .append("```\n\n</details>\n");
  }

  private void sharedParts() {
    page.append("\n## Shared parts\n\nRecords that stand in several payloads.\n");
    Map<String, JsonNode> shared = new TreeMap<>();
    EventTypes.all()
        .values()
        .forEach(
            payload ->
                parts(payload).stream()
                    .filter(part -> uses.get(part.getKey()) > 1)
                    .forEach(part -> shared.put(part.getKey(), part.getValue())));
    shared.forEach(this::part);
  }

  private static Set<Map.Entry<String, JsonNode>> parts(Class<? extends Event> payload) {
    return JsonSchemas.of(payload).path("$defs").properties();
  }

  private void part(String name, JsonNode schema) {
    page.append("\n#### ").append(name).append("\n\n");
    page.append(schema.get("description").asString());
    String variants =
        schema.path("oneOf").valueStream().map(EventsPage::link).collect(Collectors.joining(", "));
    page.append(variants.isEmpty() ? "\n" : " One of " + variants + ".\n");
    if (!schema.path("properties").isEmpty()) {
      page.append("\n");
      fields(schema);
    }
  }

  private void fields(JsonNode schema) {
    page.append("| field | type | required | what |\n| --- | --- | --- | --- |\n");
    schema
        .path("properties")
        .properties()
        .forEach(
            field ->
                page.append(
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            field.getKey(),
                            kind(field.getValue()),
                            required(schema, field.getKey()),
                            field.getValue().path("description").asString(""))));
  }

  private static String required(JsonNode schema, String field) {
    return isRequired(schema, field) ? "yes" : theOther(schema, field);
  }

  private static boolean isRequired(JsonNode schema, String field) {
    return schema.path("required").valueStream().anyMatch(name -> name.asString().equals(field));
  }

  /** Where exactly one of two fields is wanted. */
  private static String theOther(JsonNode schema, String field) {
    return schema
        .path("allOf")
        .valueStream()
        .map(either -> either.path("oneOf"))
        .filter(either -> either.valueStream().anyMatch(one -> isRequired(one, field)))
        .flatMap(JsonNode::valueStream)
        .map(one -> one.path("required").path(0).asString())
        .filter(other -> !other.equals(field))
        .map(other -> "this or `" + other + "`")
        .collect(Collectors.joining());
  }

  private static String kind(JsonNode field) {
    if (field.has("$ref")) {
      return link(field);
    }
    if (field.has("const")) {
      return "`" + field.get("const").asString() + "`";
    }
    if (field.has("enum")) {
      return field
          .get("enum")
          .valueStream()
          .map(JsonNode::asString)
          .collect(Collectors.joining(", "));
    }
    if (field.path("format").asString("").equals("quantity")) {
      return "quantity";
    }
    return switch (field.path("type").asString("")) {
      case "array" -> "list of " + kind(field.get("items"));
      case "object" -> "map of " + kind(field.get("additionalProperties"));
      case "string" -> field.path("format").asString("text");
      case "integer" -> "whole number";
      case "" -> "any JSON";
      default -> field.get("type").asString();
    };
  }

  private static String link(JsonNode reference) {
    String ref = reference.get("$ref").asString();
    String name = ref.substring(ref.lastIndexOf('/') + 1);
    return "[" + name + "](#" + name.toLowerCase(Locale.ROOT).replace(".", "") + ")";
  }
}
