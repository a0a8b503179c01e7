/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the addresses of forwarded requests: known parameters only, encoded. */
public final class UpstreamUri {

  private UpstreamUri() {}

  /**
   * An address below that of a service.
   *
   * @param base the service's address
   * @param path its segments, not encoded
   */
  public static URI address(URI base, String... path) {
    String below =
        Stream.of(path)
            .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return URI.create(base.toString().replaceAll("/+$", "") + "/" + below);
  }

  /** The address with the parameters of the request that are to be forwarded. */
  public static URI with(URI address, HttpServletRequest request, Collection<String> forwarded) {
    String query =
        forwarded.stream()
            .filter(name -> request.getParameter(name) != null)
            .map(name -> name + "=" + URLEncoder.encode(request.getParameter(name), UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? address : URI.create(address + "?" + query);
  }
}
