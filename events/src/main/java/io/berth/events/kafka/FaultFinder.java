/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.InvalidEvent;
import io.berth.events.InvalidField;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds every fault of a JSON document that a record refused, where reading stops at the first. It
 * tries each part of the document by itself, from the leaves up, so that its cost is paid only for
 * input that is wrong.
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

  /** Every fault of the document as a value of the type, each with its path from the root. */
  List<InvalidField> find(@Nullable JsonNode node, Type type) {
    if (node == null || node.isNull()) {
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

  private List<InvalidField> elements(JsonNode node, Type inner) {
    if (!node.isArray()) {
      return fault(InputWords.kind(node), "a list");
    }
    List<InvalidField> faults = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      faults.addAll(within("[" + i + "]", present(node.get(i), inner)));
    }
    return faults;
  }

  private List<InvalidField> entries(JsonNode node, Type inner) {
    if (!node.isObject()) {
      return fault(InputWords.kind(node), "an object");
    }
    List<InvalidField> faults = new ArrayList<>();
    node.properties()
        .forEach(entry -> faults.addAll(within(entry.getKey(), present(entry.getValue(), inner))));
    return faults;
  }

  private List<InvalidField> present(JsonNode node, Type type) {
    boolean free = type == Object.class;
    return node.isNull() && !free ? fault("null", "a value") : find(node, type);
  }

  private List<InvalidField> variant(JsonNode node, Class<?> raw) {
    if (!node.isObject()) {
      return fault(InputWords.kind(node), "an object with a 'type'");
    }
    JsonSubTypes.Type[] types = raw.getAnnotation(JsonSubTypes.class).value();
    JsonNode type = node.get("type");
    for (JsonSubTypes.Type known : types) {
      if (type != null && type.isString() && known.name().equals(type.asString())) {
        return record(node, known.value());
      }
    }
    String names =
        Arrays.stream(types).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
    return within(
        "type", fault(type == null ? "nothing" : InputWords.found(type), "one of: " + names));
  }

  private List<InvalidField> record(JsonNode node, Class<?> raw) {
    if (!(node instanceof ObjectNode object)) {
      return fault(InputWords.kind(node), "an object");
    }
    ObjectNode sound = object.deepCopy();
    Set<String> broken = new HashSet<>();
    List<InvalidField> faults = new ArrayList<>(unknown(object, raw));
    for (RecordComponent component : raw.getRecordComponents()) {
      String name = component.getName();
      List<InvalidField> inner = find(object.get(name), component.getGenericType());
      if (!inner.isEmpty()) {
        faults.addAll(within(name, inner));
        sound.remove(name);
        broken.add(name);
      }
    }
    refused(sound, raw).stream()
        .filter(fault -> !broken.contains(root(fault.field())))
        .map(fault -> sayAbsent(object, fault))
        .forEach(faults::add);
    return faults;
  }

  private List<InvalidField> unknown(ObjectNode node, Class<?> raw) {
    if (!unknownIsFault) {
      return List.of();
    }
    List<String> known = new ArrayList<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      known.add(component.getName());
    }
    String wanted = known.isEmpty() ? "no fields" : "one of: " + String.join(", ", known);
    return node.propertyNames().stream()
        .filter(name -> !known.contains(name) && !isTypeName(name, raw))
        .map(name -> new InvalidField(name, "an unknown field", wanted))
        .toList();
  }

  private static boolean isTypeName(String name, Class<?> raw) {
    return name.equals("type")
        && Arrays.stream(raw.getInterfaces())
            .anyMatch(parent -> parent.isAnnotationPresent(JsonTypeInfo.class));
  }

  /** What the record itself refuses when all that is left of its parts can be read. */
  private List<InvalidField> refused(ObjectNode sound, Class<?> raw) {
    try {
      mapper.treeToValue(sound, raw);
      return List.of();
    } catch (JacksonException e) {
      return e.getCause() instanceof InvalidEvent invalid ? invalid.fields() : List.of();
    }
  }

  /** A number that was left out is 0 to the record; to the sender it is nothing. */
  private static InvalidField sayAbsent(ObjectNode object, InvalidField fault) {
    JsonNode node = object.get(fault.field());
    boolean isComponent = root(fault.field()).equals(fault.field());
    return isComponent && (node == null || node.isNull())
        ? new InvalidField(fault.field(), "nothing", fault.wanted())
        : fault;
  }

  private List<InvalidField> leaf(JsonNode node, Class<?> raw) {
    try {
      mapper.treeToValue(node, raw);
      return List.of();
    } catch (JacksonException e) {
      // A text's place may hold a secret, so that its value is never told.
      return fault(
          raw == String.class ? InputWords.kind(node) : InputWords.found(node),
          InputWords.wanted(raw));
    }
  }

  private static String root(String field) {
    return field.split("[.\\[]", 2)[0];
  }

  private static List<InvalidField> fault(String found, String wanted) {
    return List.of(new InvalidField("", found, wanted));
  }

  private static List<InvalidField> within(String outer, List<InvalidField> faults) {
    return faults.stream().map(fault -> fault.within(outer)).toList();
  }
}
