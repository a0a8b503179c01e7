/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.teststack.TestStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the service sends, byte for byte, to a server that says yes to everything. */
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class ElasticsearchRequestsIT {

  private static final String HEALTH =
      """
      {"cluster_name":"x","status":"green","timed_out":false,"number_of_nodes":1,
      "number_of_data_nodes":1,"active_primary_shards":0,"active_shards":0,"relocating_shards":0,
      "initializing_shards":0,"unassigned_shards":0,"unassigned_primary_shards":0,
      "delayed_unassigned_shards":0,"number_of_pending_tasks":0,"number_of_in_flight_fetch":0,
      "task_max_waiting_in_queue_millis":0,"active_shards_percent_as_number":100.0}
      """;

  private final Queue<SentRequest> sent = new ConcurrentLinkedQueue<>();
  private final String prefix = TestStack.shared().freshTopicPrefix();
  private HttpServer server;

  /** A request, as it came. */
  private record SentRequest(String path, String authorization, String accept, String type) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void apiKey_andPathOfAProxy_areInEveryRequest() {
    try (RunningPipeline pipeline =
        pipeline("/es/", "--BERTH_ELASTICSEARCH_API_KEY=a2V5OmtleQ==")) {
      logOne(pipeline);
    }
    assertThat(sent).allMatch(request -> request.path.startsWith("/es/"));
    assertThat(sent).extracting(SentRequest::authorization).containsOnly("ApiKey a2V5OmtleQ==");
  }

  /** Asked for it first, the client would send each body twice. */
  @Test
  void password_isSentWithTheFirstRequestAlready() {
    try (RunningPipeline pipeline =
        pipeline(
            "",
            "--BERTH_ELASTICSEARCH_USERNAME=berth",
            "--BERTH_ELASTICSEARCH_PASSWORD=s\u00e9cret word")) {
      logOne(pipeline);
    }
    byte[] both = "berth:s\u00e9cret word".getBytes(UTF_8);
    assertThat(sent)
        .extracting(SentRequest::authorization)
        .containsOnly("Basic " + Base64.getEncoder().encodeToString(both));
  }

  @Test
  void withoutCredentials_noneAreSent_andNoVersionIsDemanded() {
    try (RunningPipeline pipeline = pipeline("/")) {
      logOne(pipeline);
      assertThat(pipeline.get("/actuator/health").path("status").asString()).isEqualTo("UP");
    }
    assertThat(sent).extracting(SentRequest::authorization).containsOnly("");
    assertThat(sent).allMatch(request -> !request.accept.contains("compatible-with"));
    assertThat(sent).allMatch(request -> !request.type.contains("compatible-with"));
    assertThat(sent)
        .extracting(SentRequest::path)
        .contains(
            "/_cluster/health", "/_index_template/berth-logs", "/_index_template/berth-platform");
  }

  /** Of Spring Boot's socket timeout alone the client takes no notice. */
  @Test
  void unresponsiveServer_timesOutAfterTheConfiguredTime() {
    try (RunningPipeline pipeline =
        pipeline("/silent", "--spring.elasticsearch.socket-timeout=1s")) {
      assertThat(reason(pipeline))
          .isEqualTo("Elasticsearch does not answer: nothing came within 1 seconds");
    }
  }

  /** As a proxy says it that stands before Elasticsearch. */
  @Test
  void responseOfAProxy_isReportedAsSuch() {
    try (RunningPipeline pipeline = pipeline("/proxy")) {
      assertThat(reason(pipeline))
          .contains("Elasticsearch wants credentials (401)", "BERTH_ELASTICSEARCH_USERNAME");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://u:s3cret@es:9200 | BERTH_ELASTICSEARCH_API_KEY= | BERTH_ELASTICSEARCH has credentials in an address
          es:9200                  | BERTH_ELASTICSEARCH_API_KEY= | BERTH_ELASTICSEARCH is 'es:9200', wanted an address
          https://es:9200          | BERTH_ELASTICSEARCH_PASSWORD=s3cret | BERTH_ELASTICSEARCH_USERNAME is not
          https://es:9200          | BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY=/none.pem | BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY is '/none.pem'
          https://es:9200          | spring.elasticsearch.restclient.ssl.bundle=mine | SPRING_ELASTICSEARCH_RESTCLIENT_SSL_BUNDLE is 'mine'
          """)
  void invalidSetting_failsTheStart_andNamesTheSetting(
      String addresses, String setting, String words, CapturedOutput output) {
    assertThatThrownBy(
            () -> new RunningPipeline(prefix, addresses, "receive,enrich,index", "--" + setting))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining(words);
    assertThat(output.getAll()).contains(words).doesNotContain("s3cret");
  }

  /** A bundle of Spring Boot's own settings instead of ours, here one with a client certificate. */
  @Test
  void namedSslBundle_isUsed(@TempDir Path folder) throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(folder, "authority");
    CertificateAuthority.Signed client = authority.sign("client", "dns:client");
    String bundle = "--spring.ssl.bundle.pem.mine.";
    try (RunningPipeline pipeline =
        new RunningPipeline(
            prefix,
            TestStack.shared().elasticsearchUrl().replace("http:", "https:"),
            "receive,enrich,index",
            "--SPRING_ELASTICSEARCH_RESTCLIENT_SSL_BUNDLE=mine",
            bundle + "truststore.certificate=" + authority.certificate(),
            bundle + "keystore.certificate=" + client.certificate(),
            bundle + "keystore.private-key=" + client.key())) {
      assertThat(reason(pipeline)).contains("write http:// into BERTH_ELASTICSEARCH");
    }
  }

  private RunningPipeline pipeline(String path, String... more) {
    return new RunningPipeline(
        prefix,
        "http://localhost:" + server.getAddress().getPort() + path,
        "receive,enrich,index",
        more);
  }

  private static String reason(RunningPipeline pipeline) {
    return pipeline
        .get("/actuator/health")
        .at("/components/elasticsearch/details/reason")
        .asString("");
  }

  private void logOne(RunningPipeline pipeline) {
    Logger logger = pipeline.loggerOf("requests");
    logger.info("a line");
    await().until(() -> sent.stream().anyMatch(request -> request.path.endsWith("/_bulk")));
    logger.getLoggerContext().stop();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    sent.add(
        new SentRequest(
            path,
            header(exchange, "Authorization"),
            header(exchange, "Accept"),
            header(exchange, "Content-Type")));
    if (path.startsWith("/silent")) {
      return;
    }
    boolean proxy = path.startsWith("/proxy");
    byte[] body = body(path).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", proxy ? "text/html" : "application/json");
    exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
    exchange.sendResponseHeaders(proxy ? 401 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return String.join(" and ", Objects.requireNonNullElse(values, new ArrayList<>()));
  }

  private static String body(String path) {
    if (path.endsWith("/_bulk")) {
      return "{\"errors\":false,\"items\":[{\"create\":{\"_index\":\"i\",\"status\":201}}]}";
    }
    if (path.endsWith("/_cluster/health")) {
      return HEALTH;
    }
    return path.contains("/_settings/")
        ? "{\"i\":{\"settings\":{\"index\":{\"creation_date\":\"1\"}}}}"
        : "{\"acknowledged\":true}";
  }
}
