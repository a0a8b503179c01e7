/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer of kind Status, with Kubernetes' own reasons and wording. */
public final class ApiException extends RuntimeException {

  /** One entry of {@code details.causes}. */
  public record StatusCause(String reason, String message, String field) {}

  private final int code;
  private final String reason;
  private final transient @Nullable ApiResource resource;
  private final String name;
  private final transient List<StatusCause> causes;

  public ApiException(
      int code, String reason, String message, @Nullable ApiResource resource, String name) {
    this(code, reason, message, resource, name, List.of());
  }

  public ApiException(
      int code,
      String reason,
      String message,
      @Nullable ApiResource resource,
      String name,
      List<StatusCause> causes) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.resource = resource;
    this.name = name;
    this.causes = List.copyOf(causes);
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  public static ApiException notFound(ApiResource r, String name) {
    return new ApiException(
        404, "NotFound", r.qualified() + " \"" + name + "\" not found", r, name);
  }

  public static ApiException alreadyExists(ApiResource r, String name) {
    return new ApiException(
        409, "AlreadyExists", r.qualified() + " \"" + name + "\" already exists", r, name);
  }

  public static ApiException stale(ApiResource r, String name) {
    return conflict(
        r,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  public static ApiException conflict(ApiResource r, String name, String why) {
    String message =
        "Operation cannot be fulfilled on " + r.qualified() + " \"" + name + "\": " + why;
    return new ApiException(409, "Conflict", message, r, name);
  }

  public static ApiException forbidden(ApiResource r, String name, String why) {
    String message = r.qualified() + " \"" + name + "\" is forbidden: " + why;
    return new ApiException(403, "Forbidden", message, r, name);
  }

  public static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message, null, "");
  }

  /** 500 without a reason: an error of a layer below, in that layer's words. */
  public static ApiException internal(String message) {
    return new ApiException(500, "", message, null, "");
  }

  public static ApiException gone(long asked, long oldest) {
    return new ApiException(
        410, "Expired", "too old resource version: " + asked + " (" + oldest + ")", null, "");
  }

  public static ApiException unsupported(String what) {
    return new ApiException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: " + what,
        null,
        "");
  }

  /** 422 with one cause for each fault; {@code faults} is not empty. */
  public static ApiException invalid(ApiResource r, String name, List<StatusCause> faults) {
    List<String> said = faults.stream().map(f -> f.field() + ": " + f.message()).toList();
    String all = said.size() == 1 ? said.getFirst() : "[" + String.join(", ", said) + "]";
    String kind = r.group().isEmpty() ? r.kind() : r.kind() + "." + r.group();
    String message = kind + " \"" + name + "\" is invalid: " + all;
    return new ApiException(422, "Invalid", message, r, name, faults);
  }

  /** The body of the answer. */
  public ObjectNode status() {
    ObjectNode status = JsonTrees.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    ApiResource about = resource;
    if (about != null || !causes.isEmpty()) {
      details(status.putObject("details"), about);
    }
    return status.put("code", code);
  }

  private void details(ObjectNode details, @Nullable ApiResource about) {
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (about != null) {
      if (!about.group().isEmpty()) {
        details.put("group", about.group());
      }
      details.put("kind", code == 422 ? about.kind() : about.plural());
    }
    if (!causes.isEmpty()) {
      ArrayNode list = details.putArray("causes");
      causes.forEach(
          c ->
              list.addObject()
                  .put("reason", c.reason())
                  .put("message", c.message())
                  .put("field", c.field()));
    }
  }
}
