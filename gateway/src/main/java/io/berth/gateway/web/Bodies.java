/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidField;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads bodies, JSON or YAML, never more than is allowed. */
final class Bodies {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final YAMLMapper YAML = YAMLMapper.shared();

  private final int mostBytes;

  Bodies(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  JsonNode read(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > mostBytes) {
      throw tooLarge();
    }
    byte[] bytes = request.getInputStream().readNBytes(mostBytes + 1);
    if (bytes.length > mostBytes) {
      throw tooLarge();
    }
    ObjectMapper mapper = mapper(request.getContentType());
    try {
      return mapper.readTree(bytes);
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " in line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new Refusal(
          Problem.faulty(
              List.of(
                  new InvalidField(
                      "",
                      e.getOriginalMessage() + where,
                      mapper == YAML ? "YAML" : "JSON; send YAML as application/yaml"))));
    }
  }

  private static ObjectMapper mapper(@org.jspecify.annotations.Nullable String contentType) {
    String type = contentType == null ? "application/json" : contentType.toLowerCase(Locale.ROOT);
    if (type.contains("yaml")) {
      return YAML;
    }
    if (type.contains("json")) {
      return JSON;
    }
    throw new Refusal(
        Problem.of(
            415,
            "media-type",
            "This media type is not understood",
            "Found '" + contentType + "', wanted application/json or application/yaml."));
  }

  private Refusal tooLarge() {
    return new Refusal(
        Problem.of(
            413,
            "too-large",
            "The body is too large",
            "It is larger than " + mostBytes + " bytes, the most that is read."));
  }
}
