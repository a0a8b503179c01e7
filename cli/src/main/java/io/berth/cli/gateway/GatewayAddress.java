/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the gateway is and the token it wants: from the environment, else from the suite's folder,
 * which {@code berth up} writes: the one that {@code BERTH_HOME} names, else the nearest {@code
 * .berth} upwards.
 *
 * @param gateway its address
 * @param token the API token; secret
 */
public record GatewayAddress(URI gateway, String token) {

  private static final String DEFAULT = "http://localhost:8080";

  public static GatewayAddress find(Map<String, String> environment, Path from) {
    Optional<Path> folder = folder(environment, from);
    String gateway =
        Optional.ofNullable(environment.get("BERTH_GATEWAY"))
            .or(() -> folder.flatMap(it -> text(it.resolve("gateway"))))
            .orElse(DEFAULT);
    String token =
        Optional.ofNullable(environment.get("BERTH_API_TOKEN"))
            .or(() -> folder.flatMap(it -> text(it.resolve("token"))))
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.USAGE,
                        """
                        No API token is known, so the gateway would not let you in.
                        Start the suite here with './berth up', or say where it is:
                          export BERTH_HOME=<the folder of 'berth up --home'>, or
                          export BERTH_GATEWAY=http://host:8080 BERTH_API_TOKEN=<the token>"""));
    return new GatewayAddress(uri(gateway), token);
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text.strip().replaceAll("/+$", ""));
      if (uri.getScheme() != null && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below, with what is wanted.
    }
    throw new CliException(
        ExitCode.USAGE,
        "The gateway's address is '" + text + "'; wanted one such as " + DEFAULT + ".");
  }

  private static Optional<Path> folder(Map<String, String> environment, Path from) {
    String home = environment.getOrDefault("BERTH_HOME", "");
    if (!home.isBlank()) {
      return Optional.of(from.resolve(home));
    }
    for (Path at = from.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path folder = at.resolve(".berth");
      if (Files.isRegularFile(folder.resolve("token"))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return gateway.toString();
  }
}
