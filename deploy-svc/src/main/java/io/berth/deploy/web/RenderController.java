/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.web;

import io.berth.deploy.cluster.ApiRejections;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.commands.ManifestRenderer;
import io.berth.deploy.commands.ManifestRenderer.Rendering;
import io.berth.events.InvalidEventException;
import io.berth.events.command.Deploy;
import io.berth.events.document.DocumentBuilder;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Violation;
import io.berth.redaction.Redactor;
import io.berth.redaction.event.EventRedactor;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The objects that a Deploy would become in this cluster, for the gateway only. */
@RestController
public final class RenderController {

  private final String cluster;
  private final ManifestRenderer renderer;
  private final KubernetesSerialization json;
  private final Supplier<Optional<String>> trouble;

  /**
   * @param cluster its name
   * @param json how Kubernetes' objects are written
   * @param trouble why the service does not know its scaling policies; empty where it does
   */
  public RenderController(
      String cluster,
      ManifestRenderer renderer,
      KubernetesSerialization json,
      Supplier<Optional<String>> trouble) {
    this.cluster = cluster;
    this.renderer = renderer;
    this.json = json;
    this.trouble = trouble;
  }

  /**
   * The objects of an application. They hold what the caller's own file says, secrets included, so
   * nothing of them is logged or published.
   *
   * @param cluster where
   * @param app namespace/name
   * @param release the number that the release would have
   * @param notes what the reader should know
   * @param objects as the API server takes them, in the order of applying
   */
  record RenderedApp(
      String cluster, String app, long release, List<String> notes, List<Map<?, ?>> objects) {}

  @PostMapping("/api/v1/render")
  ResponseEntity<?> render(InputStream body) throws IOException {
    Optional<String> reason = trouble.get();
    if (reason.isPresent()) {
      return response(
          HttpStatus.SERVICE_UNAVAILABLE,
          "It is starting",
          "deploy-svc of " + cluster + " does not know its policies yet: " + reason.get());
    }
    // One byte more than is read: what is longer is refused as too long, not as cut.
    Deploy deploy = EventJson.read(body.readNBytes(DocumentBuilder.MOST_BYTES + 1), Deploy.class);
    return switch (renderer.render(deploy)) {
      case Rendering.Rendered(var release, var objects, var notes) ->
          ResponseEntity.ok(
              new RenderedApp(
                  cluster,
                  deploy.app().toString(),
                  release,
                  notes.stream().map(Redactor::redact).toList(),
                  objects.stream()
                      .<Map<?, ?>>map(object -> json.convertValue(object, Map.class))
                      .toList()));
      case Rendering.Refused(var by) -> refused(EventRedactor.redact(by).violations());
    };
  }

  private ResponseEntity<ProblemDetail> refused(List<Violation> violations) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNPROCESSABLE_CONTENT,
            violations.size() == 1
                ? "It breaks a rule; 'errors' has it."
                : "It breaks " + violations.size() + " rules; 'errors' lists them.");
    problem.setTitle(cluster + " would reject it");
    problem.setProperty("errors", violations);
    return ResponseEntity.of(problem).build();
  }

  private static ResponseEntity<ProblemDetail> response(
      HttpStatus status, String title, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(title);
    return ResponseEntity.of(problem).build();
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onInvalidCommand(InvalidEventException e) {
    return response(
        HttpStatus.BAD_REQUEST,
        "The command is not valid",
        Redactor.redact(String.valueOf(e.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onUnavailable(ClusterUnavailableException e) {
    return response(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The cluster is away",
        "The API server of "
            + cluster
            + " does not answer; try again later. ("
            + ClusterMessages.redact(String.valueOf(e.getMessage()))
            + ")");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onRejected(ClusterRejectedException e) {
    Violation why = ApiRejections.violation(cluster, e);
    return refused(
        List.of(
            new Violation(
                why.rule(),
                why.version(),
                why.field(),
                ClusterMessages.redact(why.found()),
                why.wanted(),
                why.help())));
  }
}
