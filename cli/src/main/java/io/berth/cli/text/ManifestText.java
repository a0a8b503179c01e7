/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.text;

import io.berth.cli.terminal.EscapedText;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats rendered objects as YAML that kubectl reads. Pure. */
public final class ManifestText {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private ManifestText() {}

  /** A YAML document for each object; what the reader should know stands above, as comments. */
  public static String of(JsonNode rendered) {
    StringBuilder text = new StringBuilder();
    comment(
        text,
        rendered.path("app").asString()
            + " in "
            + rendered.path("cluster").asString()
            + " as release "
            + rendered.path("release").asLong()
            + ". The values are those of the file: keep this as secret as the file.");
    rendered.path("notes").forEach(note -> comment(text, note.asString()));
    for (JsonNode object : rendered.path("objects")) {
      text.append("---\n").append(YamlText.of(JsonMapper.shared().convertValue(object, OBJECT)));
    }
    return text.toString().stripTrailing();
  }

  private static void comment(StringBuilder text, String line) {
    text.append("# ").append(EscapedText.line(line)).append('\n');
  }
}
