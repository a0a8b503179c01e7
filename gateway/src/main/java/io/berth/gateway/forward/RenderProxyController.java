/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import io.berth.gateway.commands.CommandService;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks the deploy-svc of a cluster for the objects that a Deploy would become there. The answer
 * holds what the caller's own file says, secrets included: it goes to the caller alone.
 */
@RestController
final class RenderProxyController {

  private final Upstream upstream;
  private final Map<String, URI> services;
  private final CommandService commands;
  private final DocumentReader documents;

  RenderProxyController(
      Upstream upstream,
      Map<String, URI> services,
      CommandService commands,
      DocumentReader documents) {
    this.upstream = upstream;
    this.services = services;
    this.commands = commands;
    this.documents = documents;
  }

  @PostMapping("/api/v1/clusters/{cluster}/render")
  void render(
      @PathVariable String cluster,
      HttpServletRequest request,
      HttpServletResponse response,
      Principal caller)
      throws IOException, InterruptedException {
    URI service = service(cluster);
    Deploy deploy =
        commands.read(
            Deploy.class,
            documents.read(
                request.getInputStream(), request.getContentLengthLong(), request.getContentType()),
            caller.getName());
    if (!deploy.meta().targets(cluster)) {
      throw new InvalidEventException(
          List.of(
              new InvalidField(
                  "meta.clusters",
                  String.join(", ", deploy.meta().clusters()),
                  "'" + cluster + "' among them, or no names")));
    }
    upstream.post(
        "deploy-svc of " + cluster,
        UpstreamUri.address(service, "api", "v1", "render"),
        EventJson.write(deploy),
        response);
  }

  private URI service(String cluster) {
    URI service = services.get(cluster);
    if (service == null) {
      throw new ProblemException(
          Problem.notFound(
              "There is no cluster '" + cluster + "'; there are " + services.keySet() + "."));
    }
    return service;
  }
}
