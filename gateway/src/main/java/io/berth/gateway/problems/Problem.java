/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.problems;

import io.berth.events.InvalidField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details as RFC 9457 has them, with the faults of an input beside them.
 *
 * @param type what kind of problem, a URN
 * @param title that kind in a few words
 * @param status the HTTP status
 * @param detail what happened here and what to do next
 * @param errors the faults of the input; null where it is not about one
 * @param commandId the command it is about; null where there is none
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable List<InvalidField> errors,
    @Nullable String commandId) {

  /** The media type of problem details. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String URN = "urn:berth:problem:";

  public static Problem of(int status, String kind, String title, String detail) {
    return new Problem(URN + kind, title, status, detail, null, null);
  }

  /** What was sent has faults. */
  public static Problem faulty(List<InvalidField> faults) {
    String fields =
        faults.size() == 1 ? "1 field is not as it" : faults.size() + " fields are not as they";
    return new Problem(
        URN + "invalid-fields",
        "The input is not valid",
        400,
        fields + " should be; 'errors' lists each with what was found and wanted.",
        faults,
        null);
  }

  public static Problem notFound(String detail) {
    return of(404, "not-found", "There is no such thing", detail);
  }

  public static Problem unauthorized(String detail) {
    return of(401, "unauthorized", "Who are you?", detail);
  }

  public static Problem forbidden(String detail) {
    return of(403, "forbidden", "This is not allowed", detail);
  }

  /** Something that the gateway needs is away. */
  public static Problem unavailable(String detail) {
    return of(503, "unavailable", "Something the gateway needs is away", detail);
  }

  /** The same problem, about a command. */
  public Problem about(String id) {
    return new Problem(type, title, status, detail, errors, id);
  }
}
