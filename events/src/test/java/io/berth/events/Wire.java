/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files under version control that a test compares with the code, and writes anew with {@code
 * -Dberth.update=true}.
 */
final class Wire {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Wire() {}

  static JsonNode json(Event payload) {
    return PRETTY.readTree(EventJson.write(payload));
  }

  static String pretty(JsonNode json) {
    return PRETTY.writeValueAsString(json) + "\n";
  }

  static JsonNode parse(String json) {
    return PRETTY.readTree(json);
  }

  static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(UTF_8);
  }

  /** What the file holds; what is generated is written to it first when an update is asked for. */
  static String committed(Path file, String generated) {
    try {
      if (Boolean.getBoolean("berth.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, generated);
      }
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
