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

/** The address of a question that is passed on: only what is known, and safely written. */
public final class Query {

  private Query() {}

  /**
   * An address below a service's.
   *
   * @param base the service's address
   * @param path segments, not encoded yet
   */
  public static URI address(URI base, String... path) {
    String below =
        Stream.of(path)
            .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return URI.create(base.toString().replaceAll("/+$", "") + "/" + below);
  }

  /** The address with those parameters of the request that are passed on. */
  public static URI with(URI address, HttpServletRequest request, Collection<String> passed) {
    String query =
        passed.stream()
            .filter(name -> request.getParameter(name) != null)
            .map(name -> name + "=" + URLEncoder.encode(request.getParameter(name), UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? address : URI.create(address + "?" + query);
  }
}
