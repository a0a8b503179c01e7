/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.release.ImageReference;
import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Credentials from a mounted Secret of type {@code kubernetes.io/dockerconfigjson}, so that this
 * service needs no permission to read Secrets. Read anew each time, because it may be rotated.
 */
final class RegistryCredentials {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryCredentials.class);

  private final String file;

  /**
   * @param file its path; empty where there are none
   */
  RegistryCredentials(String file) {
    this.file = file;
  }

  /** The header {@code Authorization}; empty where the registry is to be asked anonymously. */
  Optional<String> basic(String registry) {
    if (file.isBlank()) {
      return Optional.empty();
    }
    try {
      JsonNode auths = EventJson.mapper().readTree(Files.readAllBytes(Path.of(file))).path("auths");
      return names(registry).stream()
          .map(auths::get)
          .filter(node -> node != null)
          .findFirst()
          .flatMap(RegistryCredentials::basic);
    } catch (IOException | JacksonException e) {
      // Never the message: it may quote the file.
      LOG.warn(
          "Registry credentials in {} cannot be read ({}); requests are sent without credentials",
          file,
          e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static List<String> names(String registry) {
    return registry.equals(ImageReference.DOCKER_HUB)
        ? List.of("https://index.docker.io/v1/", "index.docker.io", registry)
        : List.of(registry, "https://" + registry, "http://" + registry);
  }

  private static Optional<String> basic(JsonNode entry) {
    JsonNode auth = entry.path("auth");
    if (auth.isString() && !auth.asString().isBlank()) {
      return Optional.of("Basic " + auth.asString().trim());
    }
    JsonNode user = entry.path("username");
    JsonNode password = entry.path("password");
    return user.isString() && password.isString()
        ? Optional.of(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((user.asString() + ":" + password.asString()).getBytes(UTF_8)))
        : Optional.empty();
  }
}
