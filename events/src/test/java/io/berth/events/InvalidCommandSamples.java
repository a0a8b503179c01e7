/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records of commands with invalid fields, and the clusters that have to answer each. */
public final class InvalidCommandSamples {

  /** Every cluster of the installation. */
  public static final List<String> CLUSTERS = List.of("dc-a", "dc-b", "dc-c");

  /** None of them can be the name of a cluster. */
  private static final List<String> NO_NAMES =
      List.of("\"\"", "\"DC A\"", "\"dc-a.\"", "\"dc-\\u0000a\"", "7", "null", "[\"dc-b\"]", "{}");

  private static final String APP = "\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"}";
  private static final String REPLICAS = "\"replicas\":0";

  /** What is wrong besides the number of replicas. */
  public enum Fault {
    NONE,
    UNKNOWN_FIELD,
    NO_APP,
    NO_TIME,
    INVALID_UTF_8_IN_THE_REASON,
    SECOND_REASON,
    SECOND_CLUSTERS,
    CLUSTERS_THAT_ARE_NO_LIST,
    SECOND_META,
    META_THAT_IS_NO_OBJECT,
    BODY_THAT_IS_A_LIST,
    BODY_THAT_IS_NULL,
    BODY_THAT_IS_TEXT,
    SECOND_BODY
  }

  /** How the record carries the event. */
  public enum Mode {
    BINARY,
    STRUCTURED,
    STRUCTURED_IN_BASE64
  }

  /**
   * A record of a {@code scale} command.
   *
   * @param answering the clusters that answer it
   */
  public record Sample(
      Fault fault, Mode mode, String text, Headers headers, Set<String> answering) {

    /** Its value: the text holds one character for each byte. */
    public byte[] value() {
      return text.getBytes(ISO_8859_1);
    }
  }

  private InvalidCommandSamples() {}

  /** With a random list of clusters. */
  public static Sample random(String id, Fault fault, Mode mode, Random random) {
    List<String> names = names(random);
    boolean isKnown =
        !names.isEmpty()
            && names.stream().noneMatch(NO_NAMES::contains)
            && switch (fault) {
              case NONE,
                  UNKNOWN_FIELD,
                  NO_APP,
                  NO_TIME,
                  INVALID_UTF_8_IN_THE_REASON,
                  SECOND_REASON ->
                  true;
              // Only a structured event can hold a second body.
              case SECOND_BODY -> mode != Mode.STRUCTURED;
              default -> false;
            };
    Set<String> answering = new TreeSet<>(CLUSTERS);
    if (isKnown) {
      answering.removeIf(cluster -> !names.contains('"' + cluster + '"'));
    }
    String body = body(fault, names);
    Headers headers = new RecordHeaders();
    String time = fault == Fault.NO_TIME ? "noon" : "2026-11-22T12:00:00Z";
    if (mode == Mode.BINARY) {
      add(headers, "ce_id", id);
      add(headers, "ce_source", "/test");
      add(headers, "ce_type", "berth.command.scale.v1");
      add(headers, "ce_time", time);
      return new Sample(fault, mode, body, headers, answering);
    }
    add(headers, "content-type", "application/cloudevents+json");
    String data =
        mode == Mode.STRUCTURED
            ? "\"data\":" + body
            : "\"data_base64\":\""
                + Base64.getEncoder().encodeToString(body.getBytes(ISO_8859_1))
                + "\"";
    if (fault == Fault.SECOND_BODY && mode == Mode.STRUCTURED) {
      data += ",\"data\":" + body(Fault.NONE, List.of("\"dc-c\""));
    }
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/test\",\"time\":\"%s\","
                .formatted(id, time)
            + "\"type\":\"berth.command.scale.v1\","
            + data
            + "}";
    return new Sample(fault, mode, event, headers, answering);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  /** Beside an unknown cluster there is a known one: otherwise nobody is there to answer. */
  private static List<String> names(Random random) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      names.add('"' + CLUSTERS.get(random.nextInt(CLUSTERS.size())) + '"');
    }
    if (!names.isEmpty() && random.nextInt(4) == 0) {
      names.add("\"dc-z\"");
    }
    if (random.nextInt(4) == 0) {
      names.add(random.nextInt(names.size() + 1), NO_NAMES.get(random.nextInt(NO_NAMES.size())));
    }
    return names;
  }

  private static String body(Fault fault, List<String> names) {
    String clusters = "\"clusters\":[" + String.join(",", names) + "]";
    String by = "\"requestedBy\":\"ann\"";
    String meta =
        "\"meta\":{%s}"
            .formatted(
                switch (fault) {
                  case INVALID_UTF_8_IN_THE_REASON -> by + ",\"reason\":\"a\u00ff\"," + clusters;
                  case SECOND_REASON -> clusters + "," + by + ",\"reason\":\"a\",\"reason\":\"b\"";
                  case SECOND_CLUSTERS -> clusters + "," + by + ",\"clusters\":[\"dc-b\"]";
                  case CLUSTERS_THAT_ARE_NO_LIST -> by + ",\"clusters\":\"dc-a\"";
                  default -> by + "," + clusters;
                });
    return switch (fault) {
      case NO_APP -> "{" + meta + "," + REPLICAS + "}";
      case UNKNOWN_FIELD -> "{" + meta + ",\"spec\":{}," + APP + "," + REPLICAS + "}";
      case SECOND_META ->
          "{" + meta + "," + APP + ",\"meta\":{\"clusters\":[\"dc-b\"]}," + REPLICAS + "}";
      case META_THAT_IS_NO_OBJECT -> "{\"meta\":[]," + APP + "," + REPLICAS + "}";
      case BODY_THAT_IS_A_LIST -> "[{" + meta + "," + APP + "," + REPLICAS + "}]";
      case BODY_THAT_IS_NULL -> "null";
      case BODY_THAT_IS_TEXT -> "\"dc-a\"";
      default -> "{" + meta + "," + APP + "," + REPLICAS + "}";
    };
  }
}
