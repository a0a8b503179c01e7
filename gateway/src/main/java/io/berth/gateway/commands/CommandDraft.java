/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import static java.util.stream.Collectors.joining;

import io.berth.events.EventTypes;
import io.berth.events.InvalidEvent;
import io.berth.events.InvalidField;
import io.berth.events.command.Command;
import io.berth.events.kafka.EventJson;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From what somebody sent to the command it means. */
public final class CommandDraft {

  private static final String PREFIX = "berth.command.";
  private static final String SUFFIX = ".v1";

  private CommandDraft() {}

  /** The payload of a verb such as {@code deploy}, if there is one. */
  public static Optional<Class<? extends Command>> payloadOf(String verb) {
    return EventTypes.classOf(PREFIX + verb + SUFFIX).map(type -> type.asSubclass(Command.class));
  }

  /** Every verb, for messages. */
  public static String verbs() {
    return EventTypes.all().keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
        .collect(joining(", "));
  }

  /**
   * Reads a command; whoever sends it is its principal, whatever it says of itself.
   *
   * @throws InvalidEvent with every fault found
   */
  public static Command read(Class<? extends Command> payload, JsonNode body, String principal) {
    if (!(body instanceof ObjectNode draft)) {
      throw fault("", kind(body), "an object with the command's fields");
    }
    ObjectNode command = draft.deepCopy();
    JsonNode meta = command.get("meta");
    if (meta == null || meta.isNull()) {
      meta = command.putObject("meta");
    }
    if (!(meta instanceof ObjectNode fields)) {
      throw fault("meta", kind(meta), "an object, or leave it out");
    }
    fields.put("requestedBy", principal);
    try {
      return EventJson.read(JsonMapper.shared().writeValueAsBytes(command), payload);
    } catch (JacksonException e) {
      throw fault("", e.getOriginalMessage(), "the command's fields");
    }
  }

  private static String kind(JsonNode node) {
    return node.isMissingNode()
        ? "nothing"
        : "a " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static InvalidEvent fault(String field, String found, String wanted) {
    return new InvalidEvent(List.of(new InvalidField(field, found, wanted)));
  }
}
