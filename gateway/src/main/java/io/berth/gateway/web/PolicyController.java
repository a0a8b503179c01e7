/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.events.InvalidField;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.board.Board;
import io.berth.gateway.commands.CommandLog.NotConfirmed;
import io.berth.gateway.policies.PolicyDesk;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
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

/** How applications are scaled. */
@RestController
final class PolicyController {

  private static final String ONE = "/api/v1/scaling-policies/{namespace}/{name}";

  private final PolicyDesk desk;
  private final Board board;
  private final Bodies bodies;

  PolicyController(PolicyDesk desk, Board board, Bodies bodies) {
    this.desk = desk;
    this.board = board;
    this.bodies = bodies;
  }

  @GetMapping("/api/v1/scaling-policies")
  Items<ScalingPolicy> all() {
    return new Items<>(board.policies());
  }

  @GetMapping(ONE)
  ResponseEntity<ScalingPolicy> one(@PathVariable String namespace, @PathVariable String name) {
    AppRef app = new AppRef(namespace, name);
    return answer(board.policy(app).orElseThrow(() -> none(app)));
  }

  @PutMapping(ONE)
  ResponseEntity<ScalingPolicy> set(
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      HttpServletRequest request,
      Authentication caller)
      throws IOException, NotConfirmed {
    return answer(
        desk.set(
            new AppRef(namespace, name),
            bodies.read(request),
            version(ifMatch),
            Callers.of(caller)));
  }

  @DeleteMapping(ONE)
  ResponseEntity<Void> end(
      @PathVariable String namespace, @PathVariable String name, Authentication caller)
      throws NotConfirmed {
    AppRef app = new AppRef(namespace, name);
    if (!desk.end(app, Callers.of(caller))) {
      throw none(app);
    }
    return ResponseEntity.noContent().build();
  }

  private static ResponseEntity<ScalingPolicy> answer(ScalingPolicy policy) {
    return ResponseEntity.ok().eTag("\"" + policy.version() + "\"").body(policy);
  }

  private static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.equals("*")) {
      return null;
    }
    try {
      return Long.valueOf(ifMatch.replace("\"", ""));
    } catch (NumberFormatException _) {
      throw new Refusal(
          Problem.faulty(
              List.of(
                  new InvalidField(
                      HttpHeaders.IF_MATCH, ifMatch, "the version in quotes, as in ETag"))));
    }
  }

  private static Refusal none(AppRef app) {
    return new Refusal(
        Problem.notFound(
            "No scaling policy is set for "
                + app
                + ". PUT one there, or: berth policy set -f policy.yaml"));
  }
}
