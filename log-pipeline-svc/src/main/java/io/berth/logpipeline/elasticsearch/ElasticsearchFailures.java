/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Describes failures of Elasticsearch requests and how to fix them. */
public final class ElasticsearchFailures {

  private static final String RIGHTS =
      "; give its user or API key the rights that docs/logging.md lists";

  private final Authentication authentication;

  public ElasticsearchFailures(ElasticsearchConnection connection) {
    this(connection.authentication());
  }

  ElasticsearchFailures(Authentication authentication) {
    this.authentication = authentication;
  }

  /** What an answer means that refused the whole request; empty where its status says enough. */
  String refusal(int status, String reason) {
    return switch (status) {
      case 401 -> authentication.advice();
      case 403 -> "Elasticsearch forbids it (403): " + reason + RIGHTS;
      default -> "";
    };
  }

  /**
   * One sentence about an exception of either client.
   *
   * @param failure an {@link ElasticsearchException} or an {@link IOException}
   */
  String describe(Exception failure) {
    return switch (failure) {
      case ElasticsearchException e ->
          answered(e.status(), e.error().type(), String.valueOf(e.error().reason()));
      case ResponseException e -> answered(e);
      case TransportException e -> answeredOtherwise(e);
      default -> "Elasticsearch does not answer: " + unreachable(failure);
    };
  }

  /** HTTP's status; 0 where there was no answer. */
  static int status(Exception failure) {
    return switch (failure) {
      case ElasticsearchException e -> e.status();
      case ResponseException e -> e.getResponse().getStatusCode();
      case TransportException e -> e.statusCode();
      default -> 0;
    };
  }

  private String answered(int status, @Nullable String type, String reason) {
    String refusal = refusal(status, reason);
    return refusal.isEmpty()
        ? "Elasticsearch answered " + status + " " + (type == null ? "" : type)
        : refusal;
  }

  /** By a proxy, say, that has a page of its own for it. */
  private String answeredOtherwise(TransportException failure) {
    String said = String.valueOf(failure.getMessage());
    String refusal = refusal(failure.statusCode(), said);
    return refusal.isEmpty()
        ? "Elasticsearch answered "
            + failure.statusCode()
            + ", and not as Elasticsearch does: "
            + said
        : refusal;
  }

  private String answered(ResponseException failure) {
    int status = failure.getResponse().getStatusCode();
    try {
      JsonNode error = BulkClient.answer(failure.getResponse()).json().path("error");
      return answered(status, error.path("type").asString(""), error.path("reason").asString(""));
    } catch (IOException e) {
      return answered(status, "", "");
    }
  }

  /** Why there was no response; for TLS failures also how to fix them. */
  static String unreachable(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    if (cause(failure, CertificateExpiredException.class) != null
        || cause(failure, CertificateNotYetValidException.class) != null) {
      return "its certificate has expired or is not valid yet ("
          + said
          + "): renew it, or set the"
          + " clocks right";
    }
    if (cause(failure, SocketTimeoutException.class) != null && said.matches("[0-9]+ [A-Z]+")) {
      return "nothing came within " + said.toLowerCase(Locale.ROOT);
    }
    if (cause(failure, SSLPeerUnverifiedException.class) != null
        || said.contains("No subject alternative")) {
      return "its certificate is for another name ("
          + said
          + "): write one of the certificate's"
          + " names into BERTH_ELASTICSEARCH";
    }
    if (cause(failure, SSLHandshakeException.class) != null) {
      return handshake(said);
    }
    if (cause(failure, SSLException.class) != null) {
      return "it does not speak TLS there ("
          + said
          + "): write http:// into BERTH_ELASTICSEARCH, or"
          + " the port that speaks TLS";
    }
    if (cause(failure, ConnectionClosedException.class) != null) {
      return said + " (where it wants TLS: write https:// into BERTH_ELASTICSEARCH)";
    }
    return said;
  }

  private static String handshake(String said) {
    if (said.contains("PKIX") || said.contains("unable to find valid certification path")) {
      return "its certificate is not trusted ("
          + said
          + "): name the PEM file of the authority that signed it in"
          + " BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY";
    }
    return "TLS fails ("
        + said
        + "): where it wants a certificate of its clients, name an SSL bundle with one in"
        + " SPRING_ELASTICSEARCH_RESTCLIENT_SSL_BUNDLE";
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
