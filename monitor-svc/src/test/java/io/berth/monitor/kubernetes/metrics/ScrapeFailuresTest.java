/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
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
        Arguments.of(new TimeoutException(), FailureKind.TIMED_OUT),
        Arguments.of(new HttpTimeoutException("request timed out"), FailureKind.TIMED_OUT),
        Arguments.of(
            caused(
                new HttpConnectTimeoutException("HTTP connect timed out"),
                new ConnectException("HTTP connect timed out")),
            FailureKind.TIMED_OUT),
        Arguments.of(
            caused(new ConnectException(), new UnresolvedAddressException()),
            FailureKind.UNKNOWN_HOST),
        Arguments.of(new UnknownHostException("node-1"), FailureKind.UNKNOWN_HOST),
        Arguments.of(
            caused(new ConnectException(), new ClosedChannelException()), FailureKind.REFUSED),
        Arguments.of(new ConnectException("Connection refused"), FailureKind.REFUSED),
        Arguments.of(new NoRouteToHostException("No route to host"), FailureKind.REFUSED),
        Arguments.of(new SocketException("Connection reset"), FailureKind.CLOSED),
        Arguments.of(new ClosedChannelException(), FailureKind.CLOSED),
        Arguments.of(new EOFException(), FailureKind.CLOSED),
        Arguments.of(
            new IOException("HTTP/1.1 header parser received no bytes"), FailureKind.CLOSED),
        Arguments.of(
            new SSLHandshakeException("Remote host terminated the handshake"), FailureKind.CLOSED),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"), FailureKind.NOT_TLS),
        Arguments.of(
            new SSLException("Unrecognized SSL message, plaintext connection?"),
            FailureKind.NOT_TLS),
        Arguments.of(
            new SSLHandshakeException("(internal_error) Received fatal alert: internal_error"),
            FailureKind.NO_SERVING_CERTIFICATE),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: internal_error"),
            FailureKind.NO_SERVING_CERTIFICATE),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            FailureKind.CLIENT_REJECTED),
        Arguments.of(
            new SSLException("Received fatal alert: certificate_required"),
            FailureKind.CLIENT_REJECTED),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: unknown_ca"),
            FailureKind.CLIENT_REJECTED),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: protocol_version"), FailureKind.TLS),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: handshake_failure"), FailureKind.TLS),
        Arguments.of(
            caused(
                new SSLHandshakeException("(certificate_unknown) mine"),
                new KubeletCertificateException(FailureKind.EXPIRED, "valid until yesterday")),
            FailureKind.EXPIRED),
        Arguments.of(
            new ScrapeException(ScrapeFailure.of(FailureKind.FORBIDDEN)), FailureKind.FORBIDDEN),
        Arguments.of(new IllegalStateException("something else"), FailureKind.OTHER));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exception_isClassified_evenWhenWrapped(Throwable thrown, FailureKind kind) {
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

    assertThat(ScrapeFailures.of(one).kind()).isEqualTo(FailureKind.OTHER);
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
      int status, String body, FailureKind kind, String reason) {
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
  void metricsApiFailure_isClassifiedByItsStatus(int code, FailureKind kind) {
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
        .isEqualTo(FailureKind.REFUSED);
  }

  private static Throwable caused(Throwable top, Throwable by) {
    return top.initCause(by);
  }
}
