/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds every fault of a document as a value of a record's type, where Jackson stops at the first.
 * It tries each part of the document by itself, from the leaves up. What the record wants decides:
 * a number where text is wanted, and text where a number is wanted, are faults and never converted.
 */
final class FaultFinder {

  private final JsonMapper mapper;
  private final boolean unknownIsFault;

  /**
   * @param mapper reads the parts; lenient about unknown fields
   * @param unknownIsFault whether a field that no record component has is a fault
   */
  FaultFinder(JsonMapper mapper, boolean unknownIsFault) {
    this.mapper = mapper;
    this.unknownIsFault = unknownIsFault;
  }

  /** Every fault of the document as a value of the type, each with its path and place. */
  List<InvalidField> find(@Nullable Node node, Type type) {
    if (node == null || node instanceof Node.Null) {
      return List.of(); // the record around it knows whether it may be left out
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Type inner = arguments[arguments.length - 1];
      return Collection.class.isAssignableFrom((Class<?>) generic.getRawType())
          ? elements(node, inner)
          : entries(node, inner);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return record(node, raw);
    }
    return raw.isAnnotationPresent(JsonTypeInfo.class) ? variant(node, raw) : leaf(node, raw);
  }

  private List<InvalidField> elements(Node node, Type inner) {
    if (!(node instanceof Node.Items list)) {
      return fault(node.at(), node.kind(), "a list");
    }
    List<InvalidField> faults = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      faults.addAll(within("[" + i + "]", present(list.items().get(i), inner)));
    }
    return faults;
  }

  private List<InvalidField> entries(Node node, Type inner) {
    if (!(node instanceof Node.Fields object)) {
      return fault(node.at(), node.kind(), "an object");
    }
    List<InvalidField> faults = new ArrayList<>();
    object
        .fields()
        .forEach((name, field) -> faults.addAll(within(name, present(field.value(), inner))));
    return faults;
  }

  private List<InvalidField> present(Node node, Type type) {
    boolean missing = node instanceof Node.Null && type != Object.class;
    return missing
        ? fault(
            node.at(),
            "null",
            type == String.class ? "text; \"\" where it is to be empty" : "a value")
        : find(node, type);
  }

  private List<InvalidField> variant(Node node, Class<?> raw) {
    if (!(node instanceof Node.Fields object)) {
      return fault(node.at(), node.kind(), "an object with a 'type'");
    }
    JsonSubTypes.Type[] types = raw.getAnnotation(JsonSubTypes.class).value();
    Node type = object.get("type");
    for (JsonSubTypes.Type known : types) {
      if (type instanceof Node.Text(String name, Position _)
          && known.name().equalsIgnoreCase(name)) {
        return record(node, known.value());
      }
    }
    List<String> names = Arrays.stream(types).map(JsonSubTypes.Type::name).toList();
    return within(
        "type",
        fault(
            type == null ? node.at() : type.at(),
            type == null ? "nothing" : FaultDescriptions.found(type),
            FaultDescriptions.oneOf(names, type)));
  }

  private List<InvalidField> record(Node node, Class<?> raw) {
    if (!(node instanceof Node.Fields object)) {
      return fault(node.at(), node.kind(), "an object");
    }
    Set<String> broken = new HashSet<>();
    JsonFields fields = JsonFields.of(raw);
    List<InvalidField> faults = new ArrayList<>(unknown(object, raw, fields));
    fields
        .types()
        .forEach(
            (name, type) -> {
              List<InvalidField> inner = find(object.get(name), type);
              if (!inner.isEmpty()) {
                faults.addAll(within(name, fields.advised(name, inner)));
                broken.add(name);
                broken.add(fields.canonical(name));
              }
            });
    boolean isSound = faults.isEmpty();
    refused(object.without(broken), raw).stream()
        .filter(fault -> !broken.contains(root(fault.field())))
        // Of the record as a whole it is refused perhaps for what was left out, or misspelt.
        .filter(fault -> isSound || !fault.field().isEmpty())
        .map(fault -> placed(object.find(fault.field()), asWritten(object, fault, fields)))
        .forEach(faults::add);
    return faults;
  }

  private List<InvalidField> unknown(Node.Fields object, Class<?> raw, JsonFields fields) {
    if (!unknownIsFault) {
      return List.of();
    }
    Set<String> known = fields.types().keySet();
    String wanted = known.isEmpty() ? "no fields" : "one of: " + String.join(", ", known);
    return object.fields().entrySet().stream()
        .filter(field -> !known.contains(field.getKey()) && !isTypeName(field.getKey(), raw))
        .map(
            field ->
                placed(
                    field.getValue().at(),
                    new InvalidField(field.getKey(), "an unknown field", wanted)))
        .toList();
  }

  private static boolean isTypeName(String name, Class<?> raw) {
    return name.equals("type")
        && Arrays.stream(raw.getInterfaces())
            .anyMatch(parent -> parent.isAnnotationPresent(JsonTypeInfo.class));
  }

  /** What the record itself refuses when all that is left of its parts can be read. */
  private List<InvalidField> refused(Node.Fields sound, Class<?> raw) {
    try {
      mapper.readValue(sound.json(), raw);
      return List.of();
    } catch (JacksonException e) {
      return e.getCause() instanceof InvalidEventException invalid ? invalid.fields() : List.of();
    }
  }

  /** A number that was left out is 0 to the record; to the sender it is nothing. */
  private static InvalidField asWritten(Node.Fields object, InvalidField fault, JsonFields fields) {
    Node node = object.get(fault.field());
    boolean isComponent = root(fault.field()).equals(fault.field());
    if (isComponent && (node == null || node instanceof Node.Null)) {
      return new InvalidField(fault.field(), "nothing", fault.wanted());
    }
    return node != null && fields.types().get(fault.field()) == Duration.class
        ? new InvalidField(fault.field(), FaultDescriptions.found(node), fault.wanted())
        : fault;
  }

  private List<InvalidField> leaf(Node node, Class<?> raw) {
    if (raw == Object.class) {
      return free(node);
    }
    // A text's place may hold a secret, so that its value is never told.
    if (raw == String.class) {
      return node instanceof Node.Text
          ? List.of()
          : fault(node.at(), node.kind(), FaultDescriptions.quoted(node));
    }
    try {
      if (!FaultDescriptions.isUncertain(node)) {
        mapper.readValue(node.json(), raw);
        return List.of();
      }
    } catch (JacksonException e) {
      if (e.getCause() instanceof InvalidEventException invalid) {
        return invalid.fields().stream().map(fault -> placed(node.at(), fault)).toList();
      }
    }
    return fault(node.at(), FaultDescriptions.found(node), FaultDescriptions.wanted(raw, node));
  }

  /** Where anything may stand, every reader must take it for the same. */
  private List<InvalidField> free(Node node) {
    return switch (node) {
      case Node.Items _ -> elements(node, Object.class);
      case Node.Fields _ -> entries(node, Object.class);
      case Node.Ambiguous _ ->
          fault(node.at(), node.kind(), FaultDescriptions.quoted(node) + ", or a plain number");
      case Node.Text _, Node.Numeric _, Node.Bool _, Node.Null _ -> List.of();
    };
  }

  private static String root(String field) {
    return field.split("[.\\[]", 2)[0];
  }

  private static List<InvalidField> fault(Position at, String found, String wanted) {
    return List.of(placed(at, new InvalidField("", found, wanted)));
  }

  private static InvalidField placed(@Nullable Position at, InvalidField fault) {
    return at == null ? fault : fault.at(at.line(), at.column());
  }

  private static List<InvalidField> within(String outer, List<InvalidField> faults) {
    return faults.stream().map(fault -> fault.within(outer)).toList();
  }
}
