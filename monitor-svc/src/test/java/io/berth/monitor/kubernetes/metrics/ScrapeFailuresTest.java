/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.Kind;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** As the JDK's HTTP client and JSSE throw them. */
class ScrapeFailuresTest {

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new TimeoutException(), Kind.TIMED_OUT),
        Arguments.of(new HttpTimeoutException("request timed out"), Kind.TIMED_OUT),
        Arguments.of(
            caused(
                new HttpConnectTimeoutException("HTTP connect timed out"),
                new ConnectException("HTTP connect timed out")),
            Kind.TIMED_OUT),
        Arguments.of(
            caused(new ConnectException(), new UnresolvedAddressException()), Kind.UNKNOWN_HOST),
        Arguments.of(new UnknownHostException("node-1"), Kind.UNKNOWN_HOST),
        Arguments.of(caused(new ConnectException(), new ClosedChannelException()), Kind.REFUSED),
        Arguments.of(new ConnectException("Connection refused"), Kind.REFUSED),
        Arguments.of(new NoRouteToHostException("No route to host"), Kind.REFUSED),
        Arguments.of(new SocketException("Connection reset"), Kind.CLOSED),
        Arguments.of(new ClosedChannelException(), Kind.CLOSED),
        Arguments.of(new EOFException(), Kind.CLOSED),
        Arguments.of(new IOException("HTTP/1.1 header parser received no bytes"), Kind.CLOSED),
        Arguments.of(
            new SSLHandshakeException("Remote host terminated the handshake"), Kind.CLOSED),
        Arguments.of(new SSLException("Unsupported or unrecognized SSL message"), Kind.NOT_TLS),
        Arguments.of(
            new SSLException("Unrecognized SSL message, plaintext connection?"), Kind.NOT_TLS),
        Arguments.of(
            new SSLHandshakeException("(internal_error) Received fatal alert: internal_error"),
            Kind.NO_SERVING_CERTIFICATE),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: internal_error"),
            Kind.NO_SERVING_CERTIFICATE),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            Kind.CLIENT_REJECTED),
        Arguments.of(
            new SSLException("Received fatal alert: certificate_required"), Kind.CLIENT_REJECTED),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: unknown_ca"), Kind.CLIENT_REJECTED),
        Arguments.of(new SSLHandshakeException("Received fatal alert: protocol_version"), Kind.TLS),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: handshake_failure"), Kind.TLS),
        Arguments.of(
            caused(
                new SSLHandshakeException("(certificate_unknown) mine"),
                new KubeletCertificateException(Kind.EXPIRED, "valid until yesterday")),
            Kind.EXPIRED),
        Arguments.of(new ScrapeException(ScrapeFailure.of(Kind.FORBIDDEN)), Kind.FORBIDDEN),
        Arguments.of(new IllegalStateException("something else"), Kind.OTHER));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exception_isClassified_evenWhenWrapped(Throwable thrown, Kind kind) {
    assertThat(ScrapeFailures.of(thrown).kind()).isEqualTo(kind);
    assertThat(ScrapeFailures.of(new CompletionException(new IOException(thrown))).kind())
        .isEqualTo(kind);
    assertThat(ScrapeFailures.of(thrown).reason()).isNotBlank().doesNotContain("null");
  }

  @Test
  void cyclicCauses_terminate() {
    IOException one = new IOException("one");
    IOException two = new IOException("two", one);
    one.initCause(two);

    assertThat(ScrapeFailures.of(one).kind()).isEqualTo(Kind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized, UNAUTHORIZED, 401 Unauthorized",
    "403, Forbidden (user=m), FORBIDDEN, 403 Forbidden (Forbidden (user=m))",
    "404, 404 page not found, NOT_FOUND, 404 Not Found (404 page not found)",
    "503, '', STATUS, an error was answered (503)",
    "500, '{\"kind\":\"Status\",\"message\":\"boom\"}', STATUS, an error was answered (500 boom)",
    "500, '{broken', STATUS, an error was answered (500 {broken)"
  })
  void errorStatus_isReportedWithTheResponsesMessage(
      int status, String body, Kind kind, String reason) {
    ScrapeFailure failure = ScrapeFailures.ofStatus(status, body);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo(reason);
  }

  @Test
  void body_isReportedWithoutSecretsAndControlCharacters_andShortened() {
    assertThat(ScrapeFailures.ofStatus(500, "token=abcdefgh12345678 \u001b[31mred").detail())
        .doesNotContain("abcdefgh12345678", "\u001b");
    assertThat(ScrapeFailures.ofStatus(500, "x".repeat(100_000)).detail()).hasSizeLessThan(301);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_INSTALLED",
    "503, UNAVAILABLE",
    "403, FORBIDDEN",
    "401, UNAUTHORIZED",
    "500, STATUS"
  })
  void metricsApiFailure_isClassifiedByItsStatus(int code, Kind kind) {
    KubernetesClientException refused =
        new KubernetesClientException(
            "Failure executing: GET",
            code,
            new StatusBuilder().withCode(code).withMessage("the server said so").build());

    assertThat(ScrapeFailures.ofMetricsApi(refused).kind()).isEqualTo(kind);
    assertThat(
            ScrapeFailures.ofMetricsApi(
                    new KubernetesClientException("", new ConnectException("Connection refused")))
                .kind())
        .isEqualTo(Kind.REFUSED);
  }

  private static Throwable caused(Throwable top, Throwable by) {
    return top.initCause(by);
  }
}
