/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What every client command has: the way to the gateway, and how its answer is shown. */
final class Client {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** How an answer is shown. */
  enum Format {
    table,
    json
  }

  @Option(
      names = {"-o", "--output"},
      description = "How to show it: ${COMPLETION-CANDIDATES}.",
      defaultValue = "table")
  private Format format = Format.table;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private final Map<String, String> environment;

  /**
   * @param environment the process's, which may name the gateway and the token
   */
  Client(Map<String, String> environment) {
    this.environment = environment;
  }

  Gateway gateway() {
    return new Gateway(Address.find(environment, Path.of("")));
  }

  boolean isJson() {
    return format == Format.json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Shows an answer as it is, or in the words that are made from it. */
  void show(JsonNode answer, Function<JsonNode, String> words) {
    out().println(isJson() ? PRETTY.writeValueAsString(answer) : words.apply(answer));
    out().flush();
  }

  void say(String text) {
    if (!isJson()) {
      out().println(text);
      out().flush();
    }
  }
}
