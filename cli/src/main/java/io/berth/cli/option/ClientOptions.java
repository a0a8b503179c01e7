/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.option;

import io.berth.cli.gateway.GatewayAddress;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.terminal.EscapedJson;
import io.berth.cli.terminal.EscapedText;
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
public final class ClientOptions {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** How an answer is shown. */
  public enum Format {
    table,
    json
  }

  @Option(
      names = {"-o", "--output"},
      description = "Output format: ${COMPLETION-CANDIDATES}.",
      defaultValue = "table")
  private Format format = Format.table;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private final Map<String, String> environment;

  /**
   * @param environment the process's, which may name the gateway and the token
   */
  public ClientOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  public GatewayClient gateway() {
    return new GatewayClient(GatewayAddress.find(environment, Path.of("")));
  }

  public boolean isJson() {
    return format == Format.json;
  }

  /** Shows an answer as it is, or in the words that are made from it. */
  public void show(JsonNode answer, Function<JsonNode, String> formatter) {
    print(isJson() ? PRETTY.writeValueAsString(answer) : formatter.apply(EscapedJson.of(answer)));
  }

  /** As {@link #show}, on one line of JSON: for answers that come one after the other. */
  public void showLine(JsonNode answer, Function<JsonNode, String> formatter) {
    print(isJson() ? answer.toString() : formatter.apply(EscapedJson.of(answer)));
  }

  /** As {@link #show}, in YAML, which escapes by itself what a terminal would not show. */
  public void showYaml(JsonNode answer, Function<JsonNode, String> formatter) {
    print(isJson() ? PRETTY.writeValueAsString(answer) : formatter.apply(answer));
  }

  /** Prints one line, unless the output is JSON. */
  public void printUnlessJson(String line) {
    if (!isJson()) {
      printLine(line);
    }
  }

  /** Prints one line, in JSON mode as well. */
  public void printLine(String line) {
    print(EscapedText.line(line));
  }

  private void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
