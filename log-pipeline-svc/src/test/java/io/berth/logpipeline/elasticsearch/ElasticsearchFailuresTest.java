/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import io.berth.logpipeline.indexing.IndexOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.junit.jupiter.api.Test;

/** Each fault is told with the setting that mends it, and without what is secret. */
class ElasticsearchFailuresTest {

  private static final Authentication PASSWORD = Authentication.of("berth", "s3cret", null);
  private static final Authentication KEY = Authentication.of(null, null, "czNjcmV0");

  private final ElasticsearchFailures failures = new ElasticsearchFailures(PASSWORD);

  @Test
  void rejectedCredentials_areReportedByTheirSettings_withoutTheirValues() {
    assertThat(failures.describe(answer(401, "security_exception", "unable to authenticate")))
        .contains("user 'berth'", "BERTH_ELASTICSEARCH_PASSWORD")
        .doesNotContain("s3cret");
    assertThat(
            new ElasticsearchFailures(KEY)
                .describe(answer(401, "security_exception", "unable to authenticate")))
        .contains("BERTH_ELASTICSEARCH_API_KEY")
        .doesNotContain("czNjcmV0");
    assertThat(failures.describe(answer(403, "security_exception", "action x is unauthorized")))
        .contains("action x is unauthorized", "docs/logging.md");
  }

  @Test
  void otherResponses_areReportedByStatusAndType() {
    assertThat(failures.describe(answer(400, "parsing_exception", "no")))
        .isEqualTo("Elasticsearch answered 400 parsing_exception");
    assertThat(ElasticsearchFailures.status(answer(404, "t", "r"))).isEqualTo(404);
    assertThat(ElasticsearchFailures.status(new ConnectException("refused"))).isZero();
  }

  @Test
  void missingResponse_isReportedWithItsFix() {
    assertThat(failures.describe(new ConnectException("Connection refused")))
        .isEqualTo("Elasticsearch does not answer: Connection refused");
    assertThat(failures.describe(new SocketTimeoutException("30 SECONDS")))
        .endsWith("nothing came within 30 seconds");
    assertThat(failures.describe(new ConnectionClosedException("Connection closed by peer")))
        .contains("write https:// into BERTH_ELASTICSEARCH");
    assertThat(failures.describe(new SSLHandshakeException("PKIX path building failed")))
        .contains("not trusted", "BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY");
    assertThat(failures.describe(new SSLHandshakeException("certificate_required")))
        .contains("SPRING_ELASTICSEARCH_RESTCLIENT_SSL_BUNDLE");
    assertThat(failures.describe(new IOException("x", new SSLPeerUnverifiedException("y"))))
        .contains("for another name");
    assertThat(failures.describe(new IOException("x", new SSLException("Unrecognized"))))
        .contains("write http:// into BERTH_ELASTICSEARCH");
    SSLHandshakeException expired = new SSLHandshakeException("PKIX path validation failed");
    expired.initCause(new CertificateExpiredException("NotAfter"));
    assertThat(failures.describe(expired)).contains("has expired").doesNotContain("AUTHORITY");
  }

  @Test
  void refusedBulk_waits_andSaysWhatToSet() {
    byte[] body =
        "{\"error\":{\"type\":\"security_exception\",\"reason\":\"r\"}}"
            .getBytes(StandardCharsets.UTF_8);
    List<IndexOutcome> outcomes =
        BulkResponseParser.outcomes(new BulkClient.RawResponse(401, body), 2, failures);
    assertThat(outcomes)
        .hasSize(2)
        .allSatisfy(
            outcome ->
                assertThat(((IndexOutcome.Retry) outcome).why())
                    .contains("BERTH_ELASTICSEARCH_PASSWORD"));
    assertThat(BulkResponseParser.outcomes(new BulkClient.RawResponse(413, body), 1, failures))
        .containsExactly(new IndexOutcome.TooLarge());
  }

  /** A block is a 403 as well, and no question of rights. */
  @Test
  void itemThatLacksARight_waits_andSaysWhich_whereABlockSaysItsType() {
    byte[] body =
        """
        {"errors": true, "items": [
          {"create": {"_index": "i", "status": 201}},
          {"create": {"_index": "i", "status": 403, "error":
            {"type": "security_exception", "reason": "action [create] is unauthorized"}}},
          {"create": {"_index": "i", "status": 403, "error":
            {"type": "cluster_block_exception", "reason": "read-only"}}}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    List<IndexOutcome> outcomes =
        BulkResponseParser.outcomes(new BulkClient.RawResponse(200, body), 3, failures);
    assertThat(outcomes.getFirst()).isEqualTo(new IndexOutcome.Indexed("i"));
    assertThat(((IndexOutcome.Retry) outcomes.get(1)).why())
        .contains("action [create] is unauthorized", "docs/logging.md");
    assertThat(outcomes.getLast()).isEqualTo(new IndexOutcome.Retry("403 cluster_block_exception"));
  }

  private static ElasticsearchException answer(int status, String type, String reason) {
    return new ElasticsearchException(
        "endpoint",
        ErrorResponse.of(e -> e.status(status).error(c -> c.type(type).reason(reason))));
  }
}
