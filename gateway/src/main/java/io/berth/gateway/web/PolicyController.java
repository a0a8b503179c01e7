/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.events.InvalidField;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.policies.PolicyService;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.MaterializedView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Scaling policies. */
@RestController
@ReadsView
final class PolicyController {

  private static final String ONE = "/api/v1/scaling-policies/{namespace}/{name}";

  private final PolicyService service;
  private final MaterializedView view;
  private final DocumentReader documents;

  PolicyController(PolicyService service, MaterializedView view, DocumentReader documents) {
    this.service = service;
    this.view = view;
    this.documents = documents;
  }

  @GetMapping("/api/v1/scaling-policies")
  ItemList<ScalingPolicy> all() {
    return new ItemList<>(view.policies());
  }

  @GetMapping(ONE)
  ResponseEntity<ScalingPolicy> one(@PathVariable String namespace, @PathVariable String name) {
    AppRef app = new AppRef(namespace, name);
    return response(view.policy(app).orElseThrow(() -> none(app)));
  }

  @PutMapping(ONE)
  ResponseEntity<ScalingPolicy> set(
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      HttpServletRequest request,
      Authentication caller)
      throws IOException, NotConfirmedException {
    return response(
        service.set(
            new AppRef(namespace, name),
            documents.read(
                request.getInputStream(), request.getContentLengthLong(), request.getContentType()),
            version(ifMatch),
            Callers.of(caller)));
  }

  @DeleteMapping(ONE)
  ResponseEntity<Void> delete(
      @PathVariable String namespace, @PathVariable String name, Authentication caller)
      throws NotConfirmedException {
    AppRef app = new AppRef(namespace, name);
    if (!service.delete(app, Callers.of(caller))) {
      throw none(app);
    }
    return ResponseEntity.noContent().build();
  }

  private static ResponseEntity<ScalingPolicy> response(ScalingPolicy policy) {
    return ResponseEntity.ok().eTag("\"" + policy.version() + "\"").body(policy);
  }

  private static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.equals("*")) {
      return null;
    }
    try {
      return Long.valueOf(ifMatch.replace("\"", ""));
    } catch (NumberFormatException _) {
      throw new ProblemException(
          Problem.invalidFields(
              List.of(
                  new InvalidField(
                      HttpHeaders.IF_MATCH, ifMatch, "the version in quotes, as in ETag"))));
    }
  }

  private static ProblemException none(AppRef app) {
    return new ProblemException(
        Problem.notFound(
            "No scaling policy is set for "
                + app
                + ". PUT one there, or: berth policy set -f policy.yaml"));
  }
}
