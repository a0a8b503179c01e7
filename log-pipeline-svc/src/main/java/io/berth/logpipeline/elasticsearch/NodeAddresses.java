/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.elasticsearch.autoconfigure.ElasticsearchConnectionDetails.Node;
import org.springframework.boot.elasticsearch.autoconfigure.ElasticsearchConnectionDetails.Node.Protocol;

/**
 * The addresses of the Elasticsearch nodes.
 *
 * @param nodes of one cluster; when one does not answer, the next is asked
 * @param pathPrefix before the path of each request, as a proxy wants it; null where there is none
 */
public record NodeAddresses(List<Node> nodes, @Nullable String pathPrefix) {

  private static final String AN_ADDRESS =
      "wanted an address such as http://localhost:19200 or https://es.example:9200";

  public NodeAddresses {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads addresses.
   *
   * @throws IllegalArgumentException with the setting's name, what was found and what is wanted
   */
  public static NodeAddresses parse(List<String> addresses) {
    List<Node> nodes = new ArrayList<>();
    String path = null;
    for (String address : addresses) {
      URI uri = uri(address.strip());
      String its = uri.getRawPath().replaceAll("/+$", "");
      if (path != null && !path.equals(its)) {
        throw new IllegalArgumentException(
            "BERTH_ELASTICSEARCH has addresses with different paths, '%s' and '%s', wanted the same path behind each"
                .formatted(path, its));
      }
      path = its;
      nodes.add(new Node(uri.getHost(), uri.getPort(), protocol(uri)));
    }
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("BERTH_ELASTICSEARCH is empty, " + AN_ADDRESS);
    }
    return new NodeAddresses(nodes, path == null || path.isEmpty() ? null : path);
  }

  /** Whether a password and the documents would cross a network readable by everybody. */
  boolean isPlainBeyondThisMachine() {
    return nodes.stream()
        .anyMatch(
            node ->
                node.protocol() == Protocol.HTTP
                    && !node.hostname().matches("localhost|127\\..*|\\[::1]"));
  }

  boolean isEncrypted() {
    return nodes.stream().anyMatch(node -> node.protocol() == Protocol.HTTPS);
  }

  private static URI uri(String address) {
    if (address.indexOf('@') >= 0) {
      // What stands there is a password: it is not repeated.
      throw new IllegalArgumentException(
          "BERTH_ELASTICSEARCH has credentials in an address, where logs would show them: wanted the"
              + " address without them, and BERTH_ELASTICSEARCH_USERNAME and"
              + " BERTH_ELASTICSEARCH_PASSWORD");
    }
    try {
      URI uri = new URI(address);
      boolean http = uri.getScheme() != null && isHttp(uri.getScheme());
      if (http && uri.getHost() != null && uri.getPort() <= 65_535) {
        if (uri.getRawQuery() == null && uri.getRawFragment() == null) {
          return uri;
        }
        throw new IllegalArgumentException(
            "BERTH_ELASTICSEARCH has an address with a '?' or a '#', " + AN_ADDRESS);
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "BERTH_ELASTICSEARCH is '%s', %s".formatted(address, AN_ADDRESS));
  }

  private static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static Protocol protocol(URI uri) {
    return Protocol.valueOf(uri.getScheme().toUpperCase(Locale.ROOT));
  }
}
