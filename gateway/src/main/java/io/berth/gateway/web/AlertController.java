/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidField;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.gateway.board.Alerts;
import io.berth.gateway.board.Board;
import io.berth.gateway.commands.CommandLog.NotConfirmed;
import io.berth.gateway.policies.SilenceDesk;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Alerts, and how to have peace from them. */
@RestController
final class AlertController {

  private final Board board;
  private final SilenceDesk desk;
  private final Bodies bodies;

  AlertController(Board board, SilenceDesk desk, Bodies bodies) {
    this.board = board;
    this.desk = desk;
    this.bodies = bodies;
  }

  @GetMapping("/api/v1/alerts")
  Items<AlertTransition> alerts(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String cluster,
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String app) {
    Predicate<AlertTransition> wanted = inState(state);
    return new Items<>(
        board.alerts().stream()
            .filter(wanted)
            .filter(alert -> has(alert, "cluster", cluster))
            .filter(alert -> has(alert, "namespace", namespace))
            .filter(alert -> app == null || Alerts.isOn(app, alert))
            .toList());
  }

  private static boolean has(AlertTransition alert, String label, @Nullable String value) {
    return value == null || value.equals(alert.labels().get(label));
  }

  /** {@code firing} means everything that somebody should look at. */
  private static Predicate<AlertTransition> inState(@Nullable String state) {
    if (state == null) {
      return _ -> true;
    }
    if (state.equalsIgnoreCase("firing")) {
      return Alerts::isFiring;
    }
    return Arrays.stream(AlertTransition.State.values())
        .filter(known -> known.name().equalsIgnoreCase(state))
        .findFirst()
        .<Predicate<AlertTransition>>map(known -> alert -> alert.to() == known)
        .orElseThrow(
            () ->
                new Refusal(
                    Problem.faulty(
                        List.of(
                            new InvalidField(
                                "state",
                                "'" + state + "'",
                                "one of: "
                                    + Arrays.toString(AlertTransition.State.values())
                                        .toLowerCase(Locale.ROOT))))));
  }

  @GetMapping("/api/v1/silences")
  Items<Silence> silences() {
    return new Items<>(board.silences());
  }

  @PostMapping("/api/v1/silences")
  @ResponseStatus(HttpStatus.CREATED)
  Silence begin(HttpServletRequest request, Authentication caller)
      throws IOException, NotConfirmed {
    return desk.begin(bodies.read(request), Callers.of(caller));
  }

  @DeleteMapping("/api/v1/silences/{id}")
  ResponseEntity<Void> end(@PathVariable String id, Authentication caller) throws NotConfirmed {
    if (!desk.end(id, Callers.of(caller))) {
      throw new Refusal(
          Problem.notFound("There is no silence '" + id + "'; GET /api/v1/silences lists them."));
    }
    return ResponseEntity.noContent().build();
  }
}
