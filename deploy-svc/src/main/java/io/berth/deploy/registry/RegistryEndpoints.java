/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.release.ImageReference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The address of each registry: https under its own name, unless another one is configured. */
final class RegistryEndpoints {

  private static final String ANY = "*";

  private final Map<String, URI> byHost = new TreeMap<>();

  /**
   * @param lines {@code host=url} each; the host {@code *} stands for every other one
   * @throws IllegalArgumentException naming the line that is none
   */
  RegistryEndpoints(List<String> lines) {
    lines.stream().map(String::trim).filter(line -> !line.isEmpty()).forEach(this::read);
  }

  private void read(String line) {
    int equals = line.indexOf('=');
    URI url = equals < 1 ? null : URI.create(line.substring(equals + 1).trim());
    if (url == null
        || url.getHost() == null
        || !List.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException(
          "berth.registry.endpoints: found '"
              + line
              + "', wanted host=url such as registry.example:5000=http://registry.example:5000");
    }
    byHost.put(line.substring(0, equals).trim(), url);
  }

  URI of(String registry) {
    URI named = byHost.getOrDefault(registry, byHost.get(ANY));
    if (named != null) {
      return named;
    }
    return URI.create(
        "https://"
            + (registry.equals(ImageReference.DOCKER_HUB) ? "registry-1.docker.io" : registry));
  }
}
