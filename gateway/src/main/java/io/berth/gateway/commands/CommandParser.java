/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import static java.util.stream.Collectors.joining;

import io.berth.events.EventTypes;
import io.berth.events.InvalidEventException;
import io.berth.events.command.Command;
import io.berth.events.document.Document;
import io.berth.events.document.Node;
import io.berth.events.kafka.EventJson;
import java.util.Map;
import java.util.Optional;

/** Parses commands from the documents that clients send. */
public final class CommandParser {

  private static final String PREFIX = "berth.command.";
  private static final String SUFFIX = ".v1";
  private static final String PRINCIPAL = "requestedBy";

  private CommandParser() {}

  /** The payload class of a verb such as {@code deploy}; empty if there is no such verb. */
  public static Optional<Class<? extends Command>> payloadOf(String verb) {
    return EventTypes.classOf(PREFIX + verb + SUFFIX).map(type -> type.asSubclass(Command.class));
  }

  /** All verbs, for messages. */
  public static String verbs() {
    return EventTypes.all().keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
        .collect(joining(", "));
  }

  /**
   * Parses a command; the caller is its principal, whatever the document says.
   *
   * @throws InvalidEventException with every fault found
   */
  public static Command parse(
      Class<? extends Command> payload, Document document, String principal) {
    return EventJson.readStrictly(withPrincipal(document, principal), payload);
  }

  private static Document withPrincipal(Document document, String principal) {
    if (!(document.root() instanceof Node.Fields command)) {
      return document;
    }
    return switch (command.get("meta")) {
      case null -> document.with(command.with("meta", empty(command).with(PRINCIPAL, principal)));
      case Node.Null _ ->
          document.with(command.with("meta", empty(command).with(PRINCIPAL, principal)));
      case Node.Fields meta -> document.with(command.with("meta", meta.with(PRINCIPAL, principal)));
      default -> document; // reported as a fault when it is read
    };
  }

  private static Node.Fields empty(Node around) {
    return new Node.Fields(Map.of(), around.at());
  }
}
