/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.InvalidField;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.policies.SilenceService;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.FiringAlerts;
import io.berth.gateway.view.MaterializedView;
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

/** Alerts and silences. */
@RestController
@ReadsView
final class AlertController {

  private final MaterializedView view;
  private final SilenceService service;
  private final DocumentReader documents;

  AlertController(MaterializedView view, SilenceService service, DocumentReader documents) {
    this.view = view;
    this.service = service;
    this.documents = documents;
  }

  @GetMapping("/api/v1/alerts")
  ItemList<AlertTransition> alerts(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String cluster,
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String app) {
    Predicate<AlertTransition> wanted = inState(state);
    return new ItemList<>(
        view.alerts().stream()
            .filter(wanted)
            .filter(alert -> has(alert, "cluster", cluster))
            .filter(alert -> has(alert, "namespace", namespace))
            .filter(alert -> app == null || FiringAlerts.isOn(app, alert))
            .toList());
  }

  private static boolean has(AlertTransition alert, String label, @Nullable String value) {
    return value == null || value.equals(alert.labels().get(label));
  }

  /** {@code firing} stands for every state that needs attention. */
  private static Predicate<AlertTransition> inState(@Nullable String state) {
    if (state == null) {
      return _ -> true;
    }
    if (state.equalsIgnoreCase("firing")) {
      return FiringAlerts::isFiring;
    }
    return Arrays.stream(AlertTransition.State.values())
        .filter(known -> known.name().equalsIgnoreCase(state))
        .findFirst()
        .<Predicate<AlertTransition>>map(known -> alert -> alert.to() == known)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.invalidFields(
                        List.of(
                            new InvalidField(
                                "state",
                                "'" + state + "'",
                                "one of: "
                                    + Arrays.toString(AlertTransition.State.values())
                                        .toLowerCase(Locale.ROOT))))));
  }

  @GetMapping("/api/v1/silences")
  ItemList<Silence> silences() {
    return new ItemList<>(view.silences());
  }

  @PostMapping("/api/v1/silences")
  @ResponseStatus(HttpStatus.CREATED)
  Silence create(HttpServletRequest request, Authentication caller)
      throws IOException, NotConfirmedException {
    return service.create(
        documents.read(
            request.getInputStream(), request.getContentLengthLong(), request.getContentType()),
        Callers.of(caller));
  }

  @DeleteMapping("/api/v1/silences/{id}")
  ResponseEntity<Void> delete(@PathVariable String id, Authentication caller)
      throws NotConfirmedException {
    if (!service.delete(id, Callers.of(caller))) {
      throw new ProblemException(
          Problem.notFound("There is no silence '" + id + "'; GET /api/v1/silences lists them."));
    }
    return ResponseEntity.noContent().build();
  }
}
