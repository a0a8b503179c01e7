/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.events.kafka.EventJson;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.berth.redaction.Redactor;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Classifies exceptions and error responses of metrics sources. */
final class ScrapeFailures {

  private static final int MAX_LENGTH = 200;

  private ScrapeFailures() {}

  /** By the first known exception in the chain of causes, innermost first. */
  static ScrapeFailure of(Throwable failure) {
    Set<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      ScrapeFailure known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return causes.stream().anyMatch(ClosedChannelException.class::isInstance)
        ? ScrapeFailure.of(FailureKind.CLOSED)
        : new ScrapeFailure(FailureKind.OTHER, messageOf(causes.iterator().next()));
  }

  /** Of a response other than 200. */
  static ScrapeFailure ofStatus(int status, String body) {
    String detail = firstLine(body);
    return switch (status) {
      case 401 ->
          new ScrapeFailure(FailureKind.UNAUTHORIZED, detail.equals("Unauthorized") ? "" : detail);
      case 403 -> new ScrapeFailure(FailureKind.FORBIDDEN, detail);
      case 404 -> new ScrapeFailure(FailureKind.NOT_FOUND, detail);
      default ->
          new ScrapeFailure(FailureKind.STATUS, status + (detail.isEmpty() ? "" : " " + detail));
    };
  }

  /** Of an exception of the metrics API's client. */
  static ScrapeFailure ofMetricsApi(KubernetesClientException e) {
    if (e.getCode() <= 0) { // no response at all
      return of(e.getCause() == null ? e : e.getCause());
    }
    return switch (e.getCode()) {
      case 404 -> ScrapeFailure.of(FailureKind.NOT_INSTALLED);
      case 503 -> new ScrapeFailure(FailureKind.UNAVAILABLE, statusMessage(e));
      default -> ofStatus(e.getCode(), statusMessage(e));
    };
  }

  private static String statusMessage(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? ""
        : e.getStatus().getMessage();
  }

  private static Set<Throwable> causes(Throwable failure) {
    Set<Throwable> causes = new LinkedHashSet<>();
    for (Throwable cause = failure; cause != null && causes.add(cause); cause = cause.getCause()) {
      // Ends at the last cause, or at a cycle.
    }
    // The innermost cause is the most specific.
    return new LinkedHashSet<>(causes.stream().toList().reversed());
  }

  private static @Nullable ScrapeFailure known(Throwable cause) {
    return switch (cause) {
      // The JDK's client uses it as the cause of a refused connection.
      case ClosedChannelException _ -> null;
      case ScrapeException scrape -> scrape.failure();
      case KubeletCertificateException refused -> refused.failure();
      case SSLException tls -> ofTls(messageOf(tls));
      case TimeoutException _, HttpTimeoutException _ -> ScrapeFailure.of(FailureKind.TIMED_OUT);
      case UnresolvedAddressException _, UnknownHostException _ ->
          ScrapeFailure.of(FailureKind.UNKNOWN_HOST);
      case ConnectException connect -> ofConnect(connect);
      case NoRouteToHostException _ -> new ScrapeFailure(FailureKind.REFUSED, "no route to host");
      case EOFException _ -> ScrapeFailure.of(FailureKind.CLOSED);
      case SocketException reset -> new ScrapeFailure(FailureKind.CLOSED, messageOf(reset));
      case IOException io when closed(messageOf(io)) -> ScrapeFailure.of(FailureKind.CLOSED);
      default -> null;
    };
  }

  private static ScrapeFailure ofConnect(ConnectException connect) {
    String message = Objects.requireNonNullElse(connect.getMessage(), "");
    return message.contains("timed out")
        ? ScrapeFailure.of(FailureKind.TIMED_OUT)
        : new ScrapeFailure(FailureKind.REFUSED, message);
  }

  private static boolean closed(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("eof reached")
        || text.contains("received no bytes")
        || text.contains("connection reset")
        || text.contains("closed");
  }

  /** JSSE reports its failures only in messages. */
  private static ScrapeFailure ofTls(String message) {
    if (message.contains("internal_error") && message.contains("alert")) {
      return ScrapeFailure.of(FailureKind.NO_SERVING_CERTIFICATE);
    }
    if (message.contains("bad_certificate")
        || message.contains("certificate_required")
        || message.contains("Received fatal alert: certificate_")
        || message.contains("Received fatal alert: unknown_ca")) {
      return new ScrapeFailure(FailureKind.CLIENT_REJECTED, message);
    }
    if (message.contains("plaintext connection") || message.contains("SSL message")) {
      return ScrapeFailure.of(FailureKind.NOT_TLS);
    }
    return closed(message) || message.contains("terminated")
        ? ScrapeFailure.of(FailureKind.CLOSED)
        : new ScrapeFailure(FailureKind.TLS, message);
  }

  private static String message(String body) {
    if (!body.startsWith("{")) {
      return body;
    }
    try {
      return EventJson.mapper().readTree(body).path("message").asString(body);
    } catch (JacksonException _) {
      return body;
    }
  }

  private static String messageOf(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : Redactor.redact(message);
  }

  /** A Status' message, or the first line of another body, shortened. */
  private static String firstLine(String body) {
    String first =
        Redactor.redact(message(body.strip()).lines().findFirst().orElse(""))
            .replaceAll("\\p{Cntrl}", " ")
            .strip();
    return first.length() <= MAX_LENGTH ? first : first.substring(0, MAX_LENGTH - 1) + "…";
  }
}
