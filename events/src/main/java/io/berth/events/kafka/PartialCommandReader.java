/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import io.berth.events.AppRef;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialCommand;
import io.berth.events.document.Characters;
import io.berth.events.document.Document;
import io.berth.events.document.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads what can be known of a command with invalid fields. A field is known unless the document
 * has a fault exactly there or at a field around it: of a field that is given twice, neither value
 * counts.
 */
final class PartialCommandReader {

  private static final Duration MIN_DEADLINE = Duration.ofSeconds(1);
  private static final Duration MAX_DEADLINE = Duration.ofHours(24);
  private static final int MAX_NAME = 200;

  private final @Nullable Node body;
  private final Set<String> faulty;

  private PartialCommandReader(Document document) {
    this.body = document.root();
    this.faulty =
        document.faults().stream().map(InvalidField::field).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param type the CloudEvents type of the command
   * @param document its body; without a root where it is not known which body counts
   */
  static PartialCommand read(String type, Document document) {
    return new PartialCommandReader(document).read(type);
  }

  private PartialCommand read(String type) {
    return new PartialCommand(verb(type), app(), requestedBy(), clusters(), deadline());
  }

  /** {@code berth.command.deploy.v1} → {@code deploy}. */
  private static String verb(String type) {
    String[] parts = type.split("\\.");
    return parts.length >= 3 ? parts[2] : type;
  }

  private AppRef app() {
    Node namespace = known("namespace"); // a namespace command names the namespace twice
    Node inNamespace = known("app", "namespace");
    Node name = known("app", "name");
    return new AppRef(
        label(inNamespace == null ? namespace : inNamespace),
        label(name == null ? namespace : name));
  }

  private static String label(@Nullable Node node) {
    return node instanceof Node.Text(String name, var _) && isLabel(name)
        ? name
        : PartialCommand.UNNAMED;
  }

  private static boolean isLabel(String name) {
    try {
      return new AppRef(PartialCommand.UNNAMED, name).name().equals(name);
    } catch (InvalidEventException _) {
      return false;
    }
  }

  /** Whether the name can be repeated as the requester's. */
  private @Nullable String requestedBy() {
    return known("meta", "requestedBy") instanceof Node.Text(String name, var _)
            && !name.isBlank()
            && name.length() <= MAX_NAME
            && Characters.inLine(name) == null
        ? name
        : null;
  }

  /** Where a name cannot be that of a cluster, it may stand for any of them. */
  private List<String> clusters() {
    if (!(known("meta", "clusters") instanceof Node.Items list)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Node item : list.items()) {
      if (!(item instanceof Node.Text(String name, var _)) || !isLabel(name)) {
        return List.of();
      }
      names.add(name);
    }
    return names;
  }

  private Duration deadline() {
    Node node = known("meta", "deadline");
    try {
      Duration deadline =
          node instanceof Node.Text
              ? EventJson.mapper().readValue(node.json(), Duration.class)
              : CommandMeta.DEFAULT_DEADLINE;
      return deadline.compareTo(MIN_DEADLINE) < 0 || deadline.compareTo(MAX_DEADLINE) > 0
          ? CommandMeta.DEFAULT_DEADLINE
          : deadline;
    } catch (JacksonException _) {
      return CommandMeta.DEFAULT_DEADLINE; // the fault is among those of the fields
    }
  }

  /** The value of a field; null where it is left out or not known. */
  private @Nullable Node known(String... path) {
    Node node = body;
    String field = "";
    for (String name : path) {
      field = field.isEmpty() ? name : field + "." + name;
      if (faulty.contains(field) || !(node instanceof Node.Fields object)) {
        return null;
      }
      node = object.get(name);
    }
    return node;
  }
}
