/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Files that people write, YAML or JSON, which is YAML too. */
final class Documents {

  private Documents() {}

  /** Reads a file, or standard input where it is {@code -}. */
  static ObjectNode read(Path file) {
    byte[] bytes;
    try {
      bytes = file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw new CannotGoOn(
          ExitCode.USAGE, "There is no file " + file + ". Examples lie in examples/.");
    } catch (IOException e) {
      throw new CannotGoOn(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
    }
    try {
      if (YAMLMapper.shared().readTree(bytes) instanceof ObjectNode document) {
        return document;
      }
    } catch (JacksonException e) {
      throw new CannotGoOn(
          ExitCode.USAGE,
          file
              + " is no YAML: "
              + e.getOriginalMessage()
              + " (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ").");
    }
    throw new CannotGoOn(
        ExitCode.USAGE, file + " holds no fields. examples/cart.yaml shows what it may say.");
  }
}
