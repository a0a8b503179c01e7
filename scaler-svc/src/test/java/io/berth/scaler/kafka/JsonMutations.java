/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.EventTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Creates invalid records from valid ones. */
final class JsonMutations {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Written as they are, without quotes. */
  private static final List<String> TOKENS =
      List.of(
          "-9223372036854775808",
          "9223372036854775807",
          "9000000000000000000",
          "18446744073709551615",
          "18446744073709551449",
          "99999999999999999999999999999999",
          "-2147483648",
          "2147483647",
          "2147483648",
          "-1",
          "-2",
          "-513",
          "0",
          "1",
          "1000",
          "1001",
          "0.5",
          "-0.0",
          "1.0",
          "1e3",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "1e-999999999",
          "NaN",
          "Infinity",
          "-Infinity",
          "0x7fffffff",
          "007",
          "null",
          "true",
          "[]",
          "{}",
          "[[[]]]",
          "[null]",
          "{\"\":null}",
          "9".repeat(900),
          "9".repeat(2_000),
          "[".repeat(450) + "]".repeat(450),
          "[".repeat(5_000) + "]".repeat(5_000),
          "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000),
          "");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "NaN",
          "-1",
          "1e9",
          "\u0000",
          "\u202e\u0007\u001b[31m",
          "\ud83d\ude00",
          "a".repeat(64),
          "a".repeat(300),
          "a".repeat(70_000),
          "Failed",
          "Pending",
          "Succeeded",
          "Unknown",
          "SHADOW",
          "PAUSED",
          "DISABLED",
          "MIN",
          "PODS",
          "../../etc",
          "shop",
          "dc-b",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "9999-12-31T23:59:59.999999999Z",
          "0000-01-01T00:00:00Z",
          "0001-01-01T00:00:00Z",
          "1970-01-01T00:00:00Z",
          "2262-04-11T23:47:16.854775807Z",
          "2026-02-30T00:00:00Z",
          "2016-12-31T23:59:60Z",
          "2026-01-01",
          "PT0S",
          "PT-1S",
          "PT1H",
          "PT24H",
          "PT1000000000000000H",
          "PT-2562047788015215H30M8S",
          "PT2562047788015215H30M7.999999999S",
          "P1000000000D",
          "P1Y",
          "PT0.000000001S");

  private final Random random;

  JsonMutations(Random random) {
    this.random = random;
  }

  /** A record with something wrong in it, or with nothing. */
  TestRecord<byte[], byte[]> of(TestRecord<byte[], byte[]> good) {
    byte[] value = random.nextInt(10) < 7 ? document(good.value()) : bytes(good.value());
    Headers headers = random.nextInt(5) == 0 ? headers(good.headers()) : good.headers();
    byte[] key = random.nextInt(10) == 0 ? key(good.key()) : good.key();
    Long time = random.nextInt(10) == 0 ? time() : good.timestamp();
    return new TestRecord<>(key, value, headers, time);
  }

  /** A JSON document with one to three places changed. */
  byte[] document(byte[] json) {
    JsonNode root = JSON.readTree(json);
    List<String> tokens = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(root, containers);
      change(containers.get(random.nextInt(containers.size())), tokens);
    }
    String text = root.toString();
    for (int i = 0; i < tokens.size(); i++) {
      text = text.replace("\"@token-" + i + "@\"", tokens.get(i));
    }
    return text.getBytes(UTF_8);
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(inner -> collect(inner, containers));
    }
  }

  private void change(JsonNode container, List<String> tokens) {
    switch (container) {
      case ObjectNode object -> change(object, tokens);
      case ArrayNode array -> change(array, tokens);
      default -> throw new IllegalStateException("no container: " + container);
    }
  }

  private void change(ObjectNode object, List<String> tokens) {
    List<String> names = new ArrayList<>(object.propertyNames());
    String name =
        names.isEmpty() || random.nextInt(20) == 0
            ? TEXTS.get(random.nextInt(TEXTS.size()))
            : names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> object.remove(name);
      case 1 -> {
        JsonNode value = object.remove(name);
        if (value != null) {
          object.set(TEXTS.get(random.nextInt(TEXTS.size())), value);
        }
      }
      default -> object.set(name, replacement(object.get(name), tokens));
    }
  }

  private void change(ArrayNode array, List<String> tokens) {
    int at = array.isEmpty() ? 0 : random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> {
        if (!array.isEmpty()) {
          array.remove(at);
        }
      }
      case 1 -> {
        for (int i = random.nextInt(200); i > 0 && !array.isEmpty(); i--) {
          array.add(array.get(at).deepCopy());
        }
      }
      case 2 -> array.insert(at, replacement(null, tokens));
      default -> {
        if (!array.isEmpty()) {
          array.set(at, replacement(array.get(at), tokens));
        }
      }
    }
  }

  /** Mostly of the same kind, so that more than the parser is tried. */
  private JsonNode replacement(@Nullable JsonNode old, List<String> tokens) {
    boolean text = old != null && old.isString() ? random.nextInt(5) > 0 : random.nextInt(5) == 0;
    if (text) {
      return JsonNodeFactory.instance.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
    }
    tokens.add(TOKENS.get(random.nextInt(TOKENS.size())));
    return JsonNodeFactory.instance.stringNode("@token-" + (tokens.size() - 1) + "@");
  }

  /** Bytes that were JSON. */
  byte @Nullable [] bytes(byte[] good) {
    byte[] changed = good.clone();
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 3 -> {
        random.nextBytes(changed);
        yield changed;
      }
      case 4 -> new String(good, UTF_8).getBytes(java.nio.charset.StandardCharsets.UTF_16);
      case 5 -> ("\ufeff" + new String(good, UTF_8)).getBytes(UTF_8);
      case 6 -> (new String(good, UTF_8) + new String(good, UTF_8)).getBytes(UTF_8);
      default -> {
        for (int i = random.nextInt(5); i >= 0; i--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        yield changed;
      }
    };
  }

  private Headers headers(Headers good) {
    Headers headers = new RecordHeaders(good.toArray());
    List<String> names =
        List.of("ce_type", "ce_id", "ce_time", "ce_specversion", "ce_source", "content-type");
    String name = names.get(random.nextInt(names.size()));
    List<String> types = List.copyOf(EventTypes.all().keySet());
    byte[] noise = new byte[random.nextInt(400)];
    random.nextBytes(noise);
    switch (random.nextInt(7)) {
      case 0 -> headers.remove(name);
      case 1 -> headers.remove(name).add(name, null);
      case 2 -> headers.add(name, noise);
      case 3 -> headers.remove("ce_type").add("ce_type", text(types));
      case 4 -> headers.remove(name).add(name, text(TEXTS));
      case 5 -> headers.add("traceparent", random.nextBoolean() ? noise : text(TEXTS));
      default ->
          headers
              .remove("content-type")
              .add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    }
    return headers;
  }

  private byte[] text(List<String> texts) {
    return texts.get(random.nextInt(texts.size())).getBytes(UTF_8);
  }

  private byte @Nullable [] key(byte[] good) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> text(TEXTS);
      case 2 -> bytes(good);
      default -> "dc-a/shop/other".getBytes(UTF_8);
    };
  }

  private long time() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> Long.MAX_VALUE;
      default -> System.currentTimeMillis();
    };
  }
}
