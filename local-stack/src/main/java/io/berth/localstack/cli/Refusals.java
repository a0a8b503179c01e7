/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What went wrong between here and the gateway, in words. */
final class Refusals {

  private Refusals() {}

  static CannotGoOn unreachable(Address address, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new CannotGoOn(
        ExitCode.UNREACHABLE,
        "The gateway at "
            + address
            + " does not answer ("
            + why
            + ").\nIs the suite running? './berth status' shows it, './berth up' starts it."
            + " Another address: BERTH_GATEWAY.");
  }

  static CannotGoOn of(int status, byte[] body, Address address) {
    JsonNode problem;
    try {
      problem = JsonMapper.shared().readTree(body);
    } catch (JacksonException _) {
      problem = JsonMapper.shared().missingNode();
    }
    if (status == 401) {
      return new CannotGoOn(
          ExitCode.REFUSED,
          "The gateway at "
              + address
              + " does not know this API token. It is taken from BERTH_API_TOKEN, or else from"
              + " .berth/token, which './berth up' writes.");
    }
    return new CannotGoOn(
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
    }
    return text.toString();
  }
}
