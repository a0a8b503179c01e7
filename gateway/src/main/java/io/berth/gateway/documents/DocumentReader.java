/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.documents;

import io.berth.events.document.Author;
import io.berth.events.document.Document;
import io.berth.events.document.JsonReader;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests, JSON or YAML, up to a maximum size. */
public final class DocumentReader {

  private static final Pattern UTF_8 =
      Pattern.compile(".*;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*(;.*)?");

  private final int maxBytes;

  /**
   * @param maxBytes the largest body that is read
   */
  public DocumentReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * The document in a body.
   *
   * @param announced the announced length; negative if it is unknown
   * @param mediaType of the request; JSON if there is none
   * @throws ProblemException if there are too many bytes, or they are neither JSON nor YAML
   */
  public Document read(InputStream body, long announced, @Nullable String mediaType)
      throws IOException {
    return document(bytes(body, announced), mediaType);
  }

  /**
   * The bytes of a body.
   *
   * @param announced the announced length; negative if it is unknown
   * @throws ProblemException if there are too many
   */
  public byte[] bytes(InputStream body, long announced) throws IOException {
    if (announced > maxBytes) {
      throw tooLarge();
    }
    byte[] bytes = body.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw tooLarge();
    }
    return bytes;
  }

  /**
   * The document in a body; its faults are reported together with those of its fields.
   *
   * @param mediaType of the request; JSON if there is none
   * @throws ProblemException if it is neither JSON nor YAML
   */
  public Document document(byte[] body, @Nullable String mediaType) {
    String type = mediaType == null ? "application/json" : mediaType.toLowerCase(Locale.ROOT);
    if (type.contains("charset") && !UTF_8.matcher(type).matches()) {
      throw unsupportedMediaType(mediaType);
    }
    String name = type.split(";", 2)[0];
    if (name.contains("yaml")) {
      return YamlReader.read(body);
    }
    if (name.contains("json")) {
      return JsonReader.read(body, Author.PERSON);
    }
    throw unsupportedMediaType(mediaType);
  }

  private static ProblemException unsupportedMediaType(@Nullable String mediaType) {
    return new ProblemException(
        Problem.of(
            415,
            "media-type",
            "This media type is not understood",
            "Found '"
                + mediaType
                + "', wanted application/json or application/yaml, in UTF-8 where a charset is"
                + " named."));
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        Problem.of(
            413,
            "too-large",
            "The body is too large",
            "It is larger than " + maxBytes + " bytes, the most that is read."));
  }
}
