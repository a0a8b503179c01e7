/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The authentication that a registry asks for: its header {@code WWW-Authenticate} (RFC 7235).
 *
 * @param scheme {@code basic} or {@code bearer}
 * @param parameters by their names
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {

  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\\s,]+))");

  static Optional<AuthChallenge> parse(String header) {
    String[] parts = header.trim().split("\\s+", 2);
    if (parts[0].isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new TreeMap<>();
    Matcher matcher = PARAMETER.matcher(parts.length == 1 ? "" : parts[1]);
    while (matcher.find()) {
      parameters.put(
          matcher.group(1).toLowerCase(Locale.ROOT),
          matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }
    return Optional.of(new AuthChallenge(parts[0].toLowerCase(Locale.ROOT), parameters));
  }

  /**
   * The address of the token service for reading the repository.
   *
   * @throws IllegalArgumentException where the registry names no usable address
   */
  URI tokenAddress(String path) {
    String realm = parameters.getOrDefault("realm", "");
    URI address = URI.create(realm);
    if (address.getHost() == null || !String.valueOf(address.getScheme()).startsWith("http")) {
      throw new IllegalArgumentException("its token service is '" + realm + "'");
    }
    StringBuilder query = new StringBuilder(address.getQuery() == null ? "?" : "&");
    String service = parameters.get("service");
    if (service != null) {
      query.append("service=").append(encoded(service)).append('&');
    }
    query
        .append("scope=")
        .append(encoded(parameters.getOrDefault("scope", "repository:" + path + ":pull")));
    return URI.create(realm + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
