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
public final class ApiError extends RuntimeException {

  /** One entry of {@code details.causes}. */
  public record Cause(String reason, String message, String field) {}

  private final int code;
  private final String reason;
  private final transient @Nullable Resource resource;
  private final String name;
  private final transient List<Cause> causes;

  public ApiError(
      int code, String reason, String message, @Nullable Resource resource, String name) {
    this(code, reason, message, resource, name, List.of());
  }

  public ApiError(
      int code,
      String reason,
      String message,
      @Nullable Resource resource,
      String name,
      List<Cause> causes) {
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

  public static ApiError notFound(Resource r, String name) {
    return new ApiError(404, "NotFound", r.qualified() + " \"" + name + "\" not found", r, name);
  }

  public static ApiError alreadyExists(Resource r, String name) {
    return new ApiError(
        409, "AlreadyExists", r.qualified() + " \"" + name + "\" already exists", r, name);
  }

  public static ApiError stale(Resource r, String name) {
    return conflict(
        r,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  public static ApiError conflict(Resource r, String name, String why) {
    String message =
        "Operation cannot be fulfilled on " + r.qualified() + " \"" + name + "\": " + why;
    return new ApiError(409, "Conflict", message, r, name);
  }

  public static ApiError forbidden(Resource r, String name, String why) {
    String message = r.qualified() + " \"" + name + "\" is forbidden: " + why;
    return new ApiError(403, "Forbidden", message, r, name);
  }

  public static ApiError badRequest(String message) {
    return new ApiError(400, "BadRequest", message, null, "");
  }

  public static ApiError gone(long asked, long oldest) {
    return new ApiError(
        410, "Expired", "too old resource version: " + asked + " (" + oldest + ")", null, "");
  }

  public static ApiError unsupported(String what) {
    return new ApiError(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: " + what,
        null,
        "");
  }

  /** 422 with one cause for each fault; {@code faults} is not empty. */
  public static ApiError invalid(Resource r, String name, List<Cause> faults) {
    List<String> said = faults.stream().map(f -> f.field() + ": " + f.message()).toList();
    String all = said.size() == 1 ? said.getFirst() : "[" + String.join(", ", said) + "]";
    String kind = r.group().isEmpty() ? r.kind() : r.kind() + "." + r.group();
    String message = kind + " \"" + name + "\" is invalid: " + all;
    return new ApiError(422, "Invalid", message, r, name, faults);
  }

  /** The body of the answer. */
  public ObjectNode status() {
    ObjectNode status = JsonTrees.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    Resource about = resource;
    if (about != null || !causes.isEmpty()) {
      details(status.putObject("details"), about);
    }
    return status.put("code", code);
  }

  private void details(ObjectNode details, @Nullable Resource about) {
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
