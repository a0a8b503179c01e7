/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON by RFC 8259 and nothing beyond it: no comments, no NaN, no second value. */
public final class JsonReader {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // The bounds are the builder's, which tells them with their place.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DocumentBuilder.MOST_LEVELS + 1)
                  .maxNumberLength(DocumentBuilder.MOST_BYTES)
                  .maxNameLength(DocumentBuilder.MOST_BYTES)
                  .maxStringLength(DocumentBuilder.MOST_BYTES)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final DocumentSource source;
  private final DocumentBuilder builder;
  private @Nullable String lastName;

  private JsonReader(DocumentSource source, Author author) {
    this.source = source;
    this.builder = new DocumentBuilder(source, author);
  }

  /**
   * Reads a document; never throws for what the bytes hold.
   *
   * @param author who wrote it, and so which characters it may hold
   */
  public static Document read(byte[] bytes, Author author) {
    if (bytes.length > DocumentBuilder.MOST_BYTES) {
      return Document.tooLarge(bytes.length);
    }
    return new JsonReader(DocumentSource.of(bytes, author), author).read();
  }

  private Document read() {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), source.text())) {
      read(parser);
    } catch (DocumentBuilder.ReadingStoppedException e) {
      return builder.build();
    }
    return builder.build();
  }

  private void read(JsonParser parser) {
    try {
      if (parser.nextToken() == null) {
        throw builder.stop(source.text().length(), "nothing", "a JSON value");
      }
      int depth = 0;
      do {
        depth += take(parser, parser.currentToken());
      } while (depth > 0 && parser.nextToken() != null);
      if (depth > 0) {
        throw builder.stop(
            source.text().length(), "the end of the document", "the end of every object and list");
      }
      if (parser.nextToken() != null) {
        throw trailing(start(parser));
      }
    } catch (JacksonException e) {
      int offset = Math.max(0, (int) e.getLocation().getCharOffset());
      // Jackson looks at a field's value before it hands the name out.
      String name = parser.currentName();
      if (builder.wantsName() && name != null && !name.equals(lastName)) {
        builder.nameOfFault(name);
      }
      throw builder.isComplete()
          ? trailing(offset)
          : JsonSyntaxErrors.stop(builder, source.text(), offset, e);
    }
  }

  private DocumentBuilder.ReadingStoppedException trailing(int offset) {
    return builder.stop(offset, "more after the end of the value", "one JSON value alone");
  }

  /** Hands one token on; what it adds to the depth. */
  private int take(JsonParser parser, JsonToken token) {
    int from = start(parser);
    switch (token) {
      case START_OBJECT -> builder.beginObject(from);
      case START_ARRAY -> builder.beginList(from);
      case END_OBJECT, END_ARRAY -> builder.end();
      case PROPERTY_NAME -> {
        String name = parser.currentName();
        lastName = name;
        Position at = source.position(from);
        builder.name(new Node.Text(name, at), from, end(parser));
      }
      case VALUE_STRING -> {
        String text = parser.getString();
        builder.text(text, from, end(parser));
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> builder.number(parser.getString(), from);
      case VALUE_TRUE, VALUE_FALSE ->
          builder.value(
              new Node.Bool(token == JsonToken.VALUE_TRUE, source.position(from)), from, from);
      case VALUE_NULL -> builder.value(new Node.Null(source.position(from)), from, from);
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no token of JSON: " + token);
    }
    return switch (token) {
      case START_OBJECT, START_ARRAY -> 1;
      case END_OBJECT, END_ARRAY -> -1;
      default -> 0;
    };
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }
}
