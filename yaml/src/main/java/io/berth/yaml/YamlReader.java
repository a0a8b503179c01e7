/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import io.berth.events.document.Author;
import io.berth.events.document.Document;
import io.berth.events.document.DocumentBuilder;
import io.berth.events.document.DocumentSource;
import io.berth.events.document.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 as a person writes it: one document, aliases resolved within a bound, no tags that
 * would make anything but plain values, no merge keys. A plain value is what every reader of YAML
 * takes it for; where they disagree it is {@linkplain Node.Ambiguous ambiguous}, and whoever wants
 * text or a number there refuses it.
 */
public final class YamlReader {

  static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setUseMarks(true)
          .setCodePointLimit(DocumentBuilder.MOST_BYTES)
          .build();

  /** The size that a name adds to its text if it is repeated as a value. */
  private static final long NAME = 16;

  private static final String CORE = "tag:yaml.org,2002:";
  private static final Set<String> TEXT_TAGS = Set.of(CORE + "str", "!");

  /** A value that has a name, and how much it is. */
  private record Anchored(Node node, long size) {}

  /** An object or list that is being read: its anchor, and what was read before it. */
  private record OpenNode(@Nullable String anchor, long size) {}

  private final DocumentSource source;
  private final DocumentBuilder builder;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final java.util.ArrayDeque<OpenNode> begun = new java.util.ArrayDeque<>();
  private final Set<String> unfinished = new HashSet<>();
  private final int @Nullable [] offsets;
  private final boolean inStream;
  private int documents;

  private YamlReader(DocumentSource source) {
    this(source, YamlStream.offsets(source.text()), false);
  }

  /** Reads one document of several, with merge keys as fields of their own. */
  YamlReader(DocumentSource source, int @Nullable [] offsets, boolean inStream) {
    this.source = source;
    this.builder = new DocumentBuilder(source, Author.PERSON);
    this.offsets = offsets;
    this.inStream = inStream;
  }

  /** Reads a document; never throws for what the bytes hold. */
  public static Document read(byte[] bytes) {
    if (bytes.length > DocumentBuilder.MOST_BYTES) {
      return Document.tooLarge(bytes.length);
    }
    return new YamlReader(DocumentSource.of(bytes, Author.PERSON)).read();
  }

  private Document read() {
    return read(new Parse(SETTINGS).parseString(source.text()).iterator());
  }

  /** Reads to the end of the document, or of the stream that must hold no other. */
  Document read(Iterator<Event> events) {
    try {
      while (events.hasNext()) {
        Event event = events.next();
        take(event, events);
        if (inStream && event instanceof DocumentEndEvent) {
          return builder.build();
        }
      }
      if (documents == 0 && !inStream) {
        throw builder.stop(0, "nothing", "a YAML document, such as 'app: {namespace: shop}'");
      }
    } catch (DocumentBuilder.ReadingStoppedException _) {
      return builder.build();
    } catch (MarkedYamlEngineException e) {
      return YamlSyntaxErrors.stopped(builder, source.text(), offset(e), e);
    } catch (YamlEngineException e) {
      return YamlSyntaxErrors.stopped(builder, e);
    }
    return builder.build();
  }

  private void take(Event event, Iterator<Event> events) {
    switch (event) {
      case DocumentStartEvent start -> begin(start);
      case ScalarEvent scalar -> scalar(scalar);
      case AliasEvent alias -> alias(alias);
      case MappingStartEvent start -> {
        if (!isName(start, "an object", events)) {
          tag(start.getTag(), "map", start);
          begun.push(begun(start.getAnchor()));
          builder.beginObject(from(start));
        }
      }
      case SequenceStartEvent start -> {
        if (!isName(start, "a list", events)) {
          tag(start.getTag(), "seq", start);
          begun.push(begun(start.getAnchor()));
          builder.beginList(from(start));
        }
      }
      case MappingEndEvent _, SequenceEndEvent _ -> end();
      default -> {} // the stream's and the document's ends
    }
  }

  private void begin(DocumentStartEvent start) {
    documents++;
    if (documents > 1) {
      throw builder.stop(from(start), "a second document", "one document in a file");
    }
    Optional<SpecVersion> version = start.getSpecVersion();
    if (version.isPresent() && version.get().getMinor() != 2) {
      builder.fault(from(start), "YAML 1." + version.get().getMinor(), "YAML 1.2, without %YAML");
    }
    if (!start.getTags().isEmpty()) {
      builder.fault(from(start), "tags of its own, %TAG", "a document without tags");
    }
  }

  private OpenNode begun(Optional<Anchor> anchor) {
    String name = anchor.map(Anchor::getValue).orElse(null);
    if (name != null) {
      anchors.remove(name);
      unfinished.add(name);
    }
    return new OpenNode(name, builder.size());
  }

  private void end() {
    Node node = builder.end();
    OpenNode start = begun.pop();
    if (start.anchor() != null) {
      unfinished.remove(start.anchor());
      anchors.put(start.anchor(), new Anchored(node, builder.size() - start.size()));
    }
  }

  /** Whether an object or a list stands in place of a name; it is skipped then. */
  private boolean isName(Event start, String kind, Iterator<Event> events) {
    if (!builder.wantsName()) {
      return false;
    }
    builder.dropName("?", from(start), kind + " as a name", "text as a name");
    for (int depth = 1; depth > 0; ) {
      switch (events.next()) {
        case MappingStartEvent _, SequenceStartEvent _ -> depth++;
        case MappingEndEvent _, SequenceEndEvent _ -> depth--;
        default -> {}
      }
    }
    return true;
  }

  private void scalar(ScalarEvent scalar) {
    int from = from(scalar);
    int to = to(scalar);
    String value = scalar.getValue();
    boolean text = !scalar.isPlain() || scalar.getTag().filter(TEXT_TAGS::contains).isPresent();
    Node plain = text ? new Node.Text(value, source.position(from)) : plain(value, from);
    if (!text) {
      scalar.getTag().ifPresent(tag -> fitting(tag, plain, from));
    } else if (scalar.getTag().filter(tag -> !TEXT_TAGS.contains(tag)).isPresent()) {
      foreign(scalar.getTag().get(), from);
    }
    if (builder.wantsName()) {
      if (!text && value.equals("<<") && !inStream) {
        builder.dropName(
            value, from, "a merge key", "the fields themselves: YAML 1.2 has no merge keys");
      } else {
        builder.name(plain, from, to);
      }
      scalar
          .getAnchor()
          .ifPresent(
              name -> anchors.put(name.getValue(), new Anchored(plain, NAME + value.length())));
      return;
    }
    long before = builder.size();
    Node node =
        switch (plain) {
          case Node.Text _ -> builder.text(value, from, to);
          case Node.Numeric _ -> builder.number(value, from);
          default -> builder.value(plain, from, to);
        };
    scalar
        .getAnchor()
        .ifPresent(
            name -> anchors.put(name.getValue(), new Anchored(node, builder.size() - before)));
  }

  private Node plain(String value, int from) {
    return PlainScalar.isNumber(value)
        ? new Node.Numeric(value, source.position(from))
        : PlainScalar.of(value, source.position(from));
  }

  private void alias(AliasEvent alias) {
    int from = from(alias);
    String name = alias.getAlias().getValue();
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw unfinished.contains(name)
          ? builder.stop(from, "an alias of what it stands in", "no document within itself")
          : builder.stop(
              from,
              "an alias, and no anchor &" + name + " before it",
              "&" + name + " before *" + name);
    }
    if (!builder.wantsName()) {
      builder.again(anchored.node(), anchored.size(), from);
    } else if (anchored.node() instanceof Node.Items || anchored.node() instanceof Node.Fields) {
      builder.dropName("?", from, "a list or an object as a name", "text as a name");
    } else {
      builder.name(anchored.node(), from, to(alias));
    }
  }

  private void tag(Optional<String> tag, String kind, Event event) {
    tag.filter(found -> !found.equals(CORE + kind)).ifPresent(found -> foreign(found, from(event)));
  }

  /** A tag of the core schema is allowed where it changes nothing. */
  private void fitting(String tag, Node plain, int from) {
    boolean fits =
        switch (plain) {
          case Node.Numeric _ -> tag.equals(CORE + "int") || tag.equals(CORE + "float");
          case Node.Bool _ -> tag.equals(CORE + "bool");
          case Node.Null _ -> tag.equals(CORE + "null");
          default -> false;
        };
    if (!fits) {
      foreign(tag, from);
    }
  }

  private void foreign(String tag, int from) {
    String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
    builder.fault(from, "the tag " + shown, "a plain value; text in quotes");
  }

  private int from(Event event) {
    return offset(event.getStartMark().map(mark -> mark.getIndex()).orElse(0));
  }

  private int to(Event event) {
    return offset(event.getEndMark().map(mark -> mark.getIndex()).orElse(0));
  }

  private int offset(MarkedYamlEngineException e) {
    return offset(e.getProblemMark().map(mark -> mark.getIndex()).orElse(0));
  }

  /** The parser counts code points. */
  private int offset(int codePoints) {
    return offsets == null ? codePoints : offsets[Math.min(codePoints, offsets.length - 1)];
  }
}
