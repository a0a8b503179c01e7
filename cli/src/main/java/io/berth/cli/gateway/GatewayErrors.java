/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.gateway;

import io.berth.cli.terminal.EscapedJson;
import io.berth.cli.terminal.EscapedText;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns failed requests into messages for the user. */
final class GatewayErrors {

  private GatewayErrors() {}

  static CliException unreachable(GatewayAddress address, IOException e) {
    String why =
        EscapedText.line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    return new CliException(
        ExitCode.UNREACHABLE,
        "The gateway at "
            + address
            + " does not answer ("
            + why
            + ").\nIs the suite running? './berth status' shows it, './berth up' starts it."
            + " Another address: BERTH_GATEWAY.");
  }

  static CliException of(int status, byte[] body, GatewayAddress address) {
    JsonNode problem;
    try {
      problem = EscapedJson.of(JsonMapper.shared().readTree(body));
    } catch (JacksonException _) {
      problem = JsonMapper.shared().missingNode();
    }
    if (status == 401) {
      return new CliException(
          ExitCode.REFUSED,
          "The gateway at "
              + address
              + " does not know this API token. It is taken from BERTH_API_TOKEN, or else from"
              + " .berth/token, which './berth up' writes.");
    }
    return new CliException(
        status == 503 || status == 502 || status == 504 ? ExitCode.UNREACHABLE : ExitCode.REFUSED,
        text(status, problem));
  }

  private static String text(int status, JsonNode problem) {
    StringBuilder text = new StringBuilder();
    text.append(problem.path("title").asString("The gateway answered with " + status)).append('.');
    JsonNode errors = problem.path("errors");
    if (errors.isEmpty()) {
      return text.append(' ').append(problem.path("detail").asString("")).toString().strip();
    }
    for (JsonNode error : errors) {
      String field = error.path("field").asString("");
      text.append("\n  ")
          .append(field.isEmpty() ? "" : field + ": ")
          .append("found ")
          .append(error.path("found").asString())
          .append(", wanted ")
          .append(error.path("wanted").asString());
      String help = error.path("help").asString("");
      text.append(help.isEmpty() ? "" : "\n    " + help);
    }
    return text.toString();
  }
}
