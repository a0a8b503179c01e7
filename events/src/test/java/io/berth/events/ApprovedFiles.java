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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files under version control that a test compares with the code, and writes anew with {@code
 * -Dberth.update=true}.
 */
public final class ApprovedFiles {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ApprovedFiles() {}

  public static JsonNode json(Event payload) {
    return PRETTY.readTree(EventJson.write(payload));
  }

  public static String pretty(JsonNode json) {
    return PRETTY.writeValueAsString(json) + "\n";
  }

  public static JsonNode parse(String json) {
    return PRETTY.readTree(json);
  }

  public static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(UTF_8);
  }

  /** What the file holds; what is generated is written to it first when an update is asked for. */
  public static String committed(Path file, String generated) {
    try {
      if (Boolean.getBoolean("berth.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, generated);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept(file);
  }

  /** What the file holds; empty where there is none. */
  public static String kept(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the JSON files of a folder, without their ending. */
  public static Set<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
