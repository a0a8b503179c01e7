/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.command.Command;
import io.berth.events.quantity.AlternativeTo;
import io.berth.events.quantity.Quantity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schema 2020-12 of the payloads, made from the records, their comments and the examples. */
final class JsonSchemas {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RequiredFields REQUIRED = new RequiredFields();

  private final boolean strict;
  private final ObjectNode definitions = JSON.createObjectNode();

  private JsonSchemas(boolean strict) {
    this.strict = strict;
  }

  static ObjectNode of(Class<? extends Event> payload) {
    String type = EventTypes.nameOf(payload);
    JsonSchemas schemas = new JsonSchemas(Command.class.isAssignableFrom(payload));
    ObjectNode schema =
        JSON.createObjectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("$id", "urn:" + type.replace('.', ':'))
            .put("title", type);
    schema.setAll(schemas.object(payload, null));
    if (!schemas.definitions.isEmpty()) {
      schema.set("$defs", schemas.definitions);
    }
    return schema;
  }

  /** How a type is called in a schema and on the page: {@code AppSpec.Port}. */
  static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }

  private ObjectNode object(Class<?> type, String variant) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    schema.put("description", JavaDocs.of(type));
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.createArrayNode();
    if (variant != null) {
      properties.putObject("type").put("const", variant);
      required.add("type");
    }
    Map<String, String> docs = JavaDocs.components(type);
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode property = of(component.getGenericType());
      property.put("description", docs.getOrDefault(component.getName(), ""));
      properties.set(component.getName(), property);
      if (REQUIRED.contains(type, component.getName())) {
        required.add(component.getName());
      }
    }
    alternatives(type, properties, required, schema);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (strict) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  /** What JSON may say in the place of a field: exactly one of the two. */
  private static void alternatives(
      Class<?> type, ObjectNode properties, ArrayNode required, ObjectNode schema) {
    ArrayNode eitherOr = JSON.createArrayNode();
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonCreator.class))
        .flatMap(creator -> Arrays.stream(creator.getParameters()))
        .filter(parameter -> parameter.isAnnotationPresent(AlternativeTo.class))
        .forEach(
            parameter -> {
              String name = parameter.getAnnotation(JsonProperty.class).value();
              AlternativeTo other = parameter.getAnnotation(AlternativeTo.class);
              properties
                  .putObject(name)
                  .set("type", JSON.createArrayNode().add("string").add("number"))
                  .put("format", "quantity")
                  .put("pattern", "^" + Quantity.GRAMMAR + "$")
                  .put(
                      "description",
                      "in the place of "
                          + other.field()
                          + ", as Kubernetes writes it: "
                          + other.example());
              required.removeIf(field -> field.asString().equals(other.field()));
              ArrayNode oneOf = eitherOr.addObject().putArray("oneOf");
              oneOf.addObject().putArray("required").add(name);
              oneOf.addObject().putArray("required").add(other.field());
            });
    if (!eitherOr.isEmpty()) {
      schema.set("allOf", eitherOr);
    }
  }

  private ObjectNode of(Type type) {
    ObjectNode schema = JSON.createObjectNode();
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      boolean list = Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
      schema.put("type", list ? "array" : "object");
      schema.set(list ? "items" : "additionalProperties", of(arguments[arguments.length - 1]));
      return schema;
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isEnum()) {
      ArrayNode values = schema.put("type", "string").putArray("enum");
      for (Object constant : raw.getEnumConstants()) {
        values.add(constant.toString());
      }
      return schema;
    }
    if (raw.isRecord() || raw.isSealed()) {
      define(raw);
      return schema.put("$ref", "#/$defs/" + name(raw));
    }
    return scalar(schema, raw);
  }

  private void define(Class<?> raw) {
    if (definitions.has(name(raw))) {
      return;
    }
    definitions.putNull(name(raw)); // holds its place, and ends a recursion
    definitions.set(name(raw), raw.isRecord() ? object(raw, null) : variants(raw));
  }

  private ObjectNode variants(Class<?> raw) {
    ObjectNode schema = JSON.createObjectNode().put("description", JavaDocs.of(raw));
    ArrayNode oneOf = schema.putArray("oneOf");
    for (JsonSubTypes.Type variant : raw.getAnnotation(JsonSubTypes.class).value()) {
      definitions.set(name(variant.value()), object(variant.value(), variant.name()));
      oneOf.addObject().put("$ref", "#/$defs/" + name(variant.value()));
    }
    return schema;
  }

  private static ObjectNode scalar(ObjectNode schema, Class<?> raw) {
    if (raw == Object.class) {
      return schema;
    }
    if (raw == String.class) {
      return schema.put("type", "string");
    }
    if (raw == Instant.class || raw == Duration.class) {
      return schema
          .put("type", "string")
          .put("format", raw == Instant.class ? "date-time" : "duration");
    }
    return switch (raw.getSimpleName()) {
      case "int", "Integer" -> schema.put("type", "integer").put("format", "int32");
      case "long", "Long" -> schema.put("type", "integer").put("format", "int64");
      case "double", "Double" -> schema.put("type", "number");
      case "boolean", "Boolean" -> schema.put("type", "boolean");
      default -> throw new IllegalArgumentException("No schema for " + raw + ": add it here");
    };
  }
}
