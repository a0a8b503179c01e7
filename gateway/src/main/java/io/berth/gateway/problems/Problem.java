/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.problems;

import io.berth.events.InvalidField;
import io.berth.redaction.ParserMessages;
import io.berth.redaction.Redactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details as in RFC 9457, with the faults of an input as an extension.
 *
 * @param type the kind of problem, a URN
 * @param title the kind in a few words
 * @param status the HTTP status
 * @param detail what happened and what to do next
 * @param errors the faults of the input; null if it is not about an input
 * @param commandId the command; null if there is none
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

  /** The input has faults. */
  public static Problem invalidFields(List<InvalidField> faults) {
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
    return of(404, "not-found", "Not found", detail);
  }

  public static Problem unauthorized(String detail) {
    return of(401, "unauthorized", "Authentication required", detail);
  }

  public static Problem forbidden(String detail) {
    return of(403, "forbidden", "Forbidden", detail);
  }

  /** Something that the gateway depends on does not answer. */
  public static Problem unavailable(String detail) {
    return of(503, "unavailable", "A dependency is unavailable", detail);
  }

  /** The problem without secrets: faults and parsers' messages quote the input. */
  public Problem redacted() {
    List<InvalidField> clean =
        errors == null
            ? null
            : errors.stream()
                .map(
                    fault ->
                        new InvalidField(
                            Redactor.redact(fault.field()),
                            ParserMessages.redact(fault.found()),
                            Redactor.redact(fault.wanted()),
                            fault.line(),
                            fault.column()))
                .toList();
    return new Problem(type, title, status, ParserMessages.redact(detail), clean, commandId);
  }

  /** The problem, about a command. */
  public Problem withCommand(String id) {
    return new Problem(type, title, status, detail, errors, id);
  }
}
