/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.Report;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.command.Deploy;
import io.berth.events.document.Document;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import io.berth.events.kafka.EventJson;
import io.berth.yaml.YamlReader;
import java.util.List;
import java.util.Map;

/** Reads a file as {@code berth deploy} will, so that what it refuses is known now. */
final class Validation {

  private Validation() {}

  static void check(ImportedApplication application, Report report) {
    for (InvalidField fault : faults(application.yaml())) {
      boolean isKnown =
          application.file().toDo().stream()
              .anyMatch(line -> line.startsWith(fault.field()) && !fault.field().isEmpty());
      if (!isKnown) {
        String reason = "Found is " + fault.found() + ", wanted " + fault.wanted() + ".";
        report.toDo(application.source(), fault.field(), reason);
        application.file().toDo(fault.field() + ": " + reason);
      }
    }
  }

  /** What the command line refuses of a file. */
  static List<InvalidField> faults(String yaml) {
    Document document = YamlReader.read(yaml.getBytes(UTF_8));
    if (!(document.root() instanceof Node.Fields root)) {
      return document.faults();
    }
    Node.Fields sender = new Node.Fields(Map.of(), new Position(1, 1)).with("requestedBy", "berth");
    try {
      EventJson.readStrictly(document.with(root.with("meta", sender)), Deploy.class);
      return List.of();
    } catch (InvalidEventException e) {
      return e.fields();
    }
  }
}
