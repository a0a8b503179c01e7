/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.option;

import io.berth.cli.gateway.CliException;
import io.berth.cli.gateway.ExitCode;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.document.Author;
import io.berth.events.document.Document;
import io.berth.events.document.DocumentBuilder;
import io.berth.events.document.JsonReader;
import io.berth.events.document.Node;
import io.berth.events.kafka.EventJson;
import io.berth.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files that people write, YAML or JSON, which is YAML too. What is wrong in one is told before
 * anything is sent, with the line it stands in.
 */
public final class InputFiles {

  private static final String STANDARD_INPUT = "-";

  private InputFiles() {}

  /**
   * Reads a file, or standard input where it is {@code -}.
   *
   * @param payload what it is to be
   * @param said changes that the command line makes to it
   * @param filledIn what the gateway will fill in, so that nobody misses it here
   */
  public static ObjectNode read(
      Path file,
      Class<?> payload,
      UnaryOperator<Node.Fields> said,
      UnaryOperator<Node.Fields> filledIn) {
    Document document = document(file);
    if (document.root() == null) {
      throw new CliException(ExitCode.USAGE, refusal(file, document.faults()));
    }
    if (!(document.root() instanceof Node.Fields fields)) {
      throw new CliException(
          ExitCode.USAGE, file + " holds no fields. examples/cart.yaml shows what it may say.");
    }
    Node.Fields wanted = said.apply(fields);
    try {
      EventJson.readStrictly(document.with(filledIn.apply(wanted)), payload);
    } catch (InvalidEventException e) {
      throw new CliException(ExitCode.REFUSED, refusal(file, e.fields()));
    }
    return (ObjectNode) JsonMapper.shared().readTree(wanted.json());
  }

  private static Document document(Path file) {
    byte[] bytes = bytes(file);
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
        ? JsonReader.read(bytes, Author.PERSON)
        : YamlReader.read(bytes);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in =
        file.toString().equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
      return in.readNBytes(DocumentBuilder.MOST_BYTES + 1);
    } catch (NoSuchFileException _) {
      throw new CliException(
          ExitCode.USAGE, "There is no file " + file + ". Examples are in examples/.");
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
    }
  }

  /** A line for each fault, with its place in the way that editors and compilers write it. */
  private static String refusal(Path file, List<InvalidField> faults) {
    String name = file.toString().equals(STANDARD_INPUT) ? "standard input" : file.toString();
    return faults.stream()
        .map(fault -> "\n  " + place(name, fault) + fault.withoutPlace())
        .collect(Collectors.joining("", name + " is not as it should be; nothing was sent.", ""));
  }

  private static String place(String name, InvalidField fault) {
    return fault.line() == null ? "" : name + ":" + fault.line() + ":" + fault.column() + ": ";
  }
}
