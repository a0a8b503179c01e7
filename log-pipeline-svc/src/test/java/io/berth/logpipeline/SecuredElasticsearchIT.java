/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static io.berth.logpipeline.SecuredElasticsearch.PASSWORD;
import static io.berth.logpipeline.SecuredElasticsearch.USER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import io.berth.events.Topics;
import io.berth.logpipeline.teststack.DataStreamClient;
import io.berth.teststack.TestStack;
import io.berth.teststack.process.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The pipeline and a real Elasticsearch that demands TLS and a password. */
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class SecuredElasticsearchIT {

  private static final String ALL = "receive,enrich,index";

  private static SecuredElasticsearch elasticsearch;

  private final String prefix = TestStack.shared().freshTopicPrefix();
  private final String app = "secured-" + prefix.replace(".", "");

  @BeforeAll
  static void start() throws Exception {
    elasticsearch = SecuredElasticsearch.start();
  }

  @AfterAll
  static void stop() {
    elasticsearch.close();
  }

  @Test
  void withTheRightPassword_andADeadAddressFirst_aLineGoesFromTheReceiverToTheSearch(
      CapturedOutput output) {
    String addresses = "https://localhost:" + Ports.free() + "," + elasticsearch.url() + "/";
    try (RunningPipeline pipeline = pipeline(addresses, PASSWORD, elasticsearch.authority())) {
      log(pipeline, "over the lock");
      await().untilAsserted(() -> assertThat(pipeline.found(app, "lock")).isEqualTo(1));
      assertThat(pipeline.get("/actuator/health").path("status").asString()).isEqualTo("UP");
      assertThat(output.getAll()).doesNotContain(PASSWORD).doesNotContain("unencrypted");
    }
  }

  /** Look-ups, refreshes and settings of backing indices with no more rights than documented. */
  @Test
  void recordsThatComeAgainAfterARollover_areThereOnce_withTheDocumentedRole() throws Exception {
    String dataset = "secured" + prefix.replace(".", "");
    DataStreamClient stream = elasticsearch.stream("logs-berth." + dataset + "-default");
    try (RunningPipeline pipeline =
        pipeline(elasticsearch.url(), PASSWORD, elasticsearch.authority())) {
      TopicBytes topics = new TopicBytes(prefix);
      String raw = topics.nameOf(Topics.LOGS_RAW);
      List<ProducerRecord<byte[], byte[]>> records =
          IntStream.range(0, 300).mapToObj(i -> RolloverIT.record(raw, dataset, i)).toList();
      topics.write(records);
      await().until(() -> stream.count() == 300);
      stream.rollOver();
      topics.write(records);
      await().until(() -> pipeline.counter("berth_logs_duplicates_total") >= 300);
      assertThat(stream.ids())
          .containsExactlyElementsOf(
              records.stream().map(r -> new String(r.key(), UTF_8)).toList());
    }
  }

  @Test
  void wrongPassword_isReportedWithTheSetting_andNoRecordIsLost(CapturedOutput output)
      throws Exception {
    String told =
        "Elasticsearch refuses the user 'berth' or the password (401): set"
            + " BERTH_ELASTICSEARCH_USERNAME and BERTH_ELASTICSEARCH_PASSWORD";
    try (RunningPipeline pipeline =
        pipeline(elasticsearch.url(), "the new one", elasticsearch.authority())) {
      await().untilAsserted(() -> assertThat(output.getAll()).contains(told));
      log(pipeline, "before the lock opens");
      assertThat(reason(pipeline)).contains(told);
      assertThat(pipeline.response("/actuator/health/liveness").statusCode()).isEqualTo(200);
      await()
          .untilAsserted(
              () ->
                  assertThat(output.getAll().lines())
                      .anyMatch(
                          line ->
                              line.contains(
                                      "Indexing is paused, records stay in Kafka and none is lost")
                                  && line.contains("BERTH_ELASTICSEARCH_PASSWORD")));
      var search = pipeline.response("/api/v1/logs?app=" + app);
      assertThat(search.statusCode()).isEqualTo(503);
      assertThat(search.body()).contains("BERTH_ELASTICSEARCH_PASSWORD");
      assertThat(output.getAll() + search.body() + reason(pipeline)).doesNotContain("the new one");

      elasticsearch.setPassword("the new one");
      await().untilAsserted(() -> assertThat(pipeline.found(app, "opens")).isEqualTo(1));
      await().untilAsserted(() -> assertThat(reason(pipeline)).isEmpty());
    } finally {
      elasticsearch.setPassword(PASSWORD);
    }
  }

  @Test
  void missingPassword_isReportedWithTheSetting() {
    try (RunningPipeline pipeline =
        new RunningPipeline(
            prefix,
            elasticsearch.url(),
            ALL,
            "--BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY=" + elasticsearch.authority())) {
      assertThat(reason(pipeline))
          .contains("Elasticsearch wants credentials (401)", "BERTH_ELASTICSEARCH_API_KEY");
    }
  }

  @Test
  void missingPrivileges_areReported(CapturedOutput output) {
    try (RunningPipeline pipeline =
        new RunningPipeline(
            prefix,
            elasticsearch.url(),
            ALL,
            elasticsearch.settings(
                SecuredElasticsearch.STRANGER.name(),
                SecuredElasticsearch.STRANGER.password(),
                elasticsearch.authority()))) {
      log(pipeline, "nobody may write");
      await()
          .untilAsserted(
              () ->
                  assertThat(reason(pipeline))
                      .contains(
                          "the index template cannot be installed: Elasticsearch forbids it (403)",
                          "manage_index_templates",
                          "docs/logging.md"));
    }
    assertThat(output.getAll()).doesNotContain(SecuredElasticsearch.STRANGER.password());
  }

  @Test
  void wrongAuthority_isReported_andNoRecordIsLost(CapturedOutput output, @TempDir Path folder)
      throws Exception {
    Path other = CertificateAuthority.make(folder, "other").certificate();
    try (RunningPipeline pipeline = pipeline(elasticsearch.url(), PASSWORD, other)) {
      log(pipeline, "for an unknown server");
      assertThat(reason(pipeline))
          .contains(
              "its certificate is not trusted", "in BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY");
      await()
          .untilAsserted(() -> assertThat(output.getAll()).contains("certificate is not trusted"));
    }
    try (RunningPipeline pipeline =
        pipeline(elasticsearch.url(), PASSWORD, elasticsearch.authority())) {
      await().untilAsserted(() -> assertThat(pipeline.found(app, "unknown")).isEqualTo(1));
    }
  }

  @Test
  void withoutAnAuthority_javasOwnAreTrusted_whichDidNotSign() {
    try (RunningPipeline pipeline = new RunningPipeline(prefix, elasticsearch.url(), ALL)) {
      assertThat(reason(pipeline)).contains("BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY");
    }
  }

  @Test
  void certificateForAnotherName_isReported() {
    String byAddress = "https://127.0.0.1:" + elasticsearch.port();
    try (RunningPipeline pipeline = pipeline(byAddress, PASSWORD, elasticsearch.authority())) {
      assertThat(reason(pipeline))
          .contains("its certificate is for another name", "into BERTH_ELASTICSEARCH");
    }
  }

  @Test
  void wrongScheme_isReported() {
    String plain = elasticsearch.url().replace("https", "http");
    try (RunningPipeline pipeline = new RunningPipeline(prefix, plain, ALL)) {
      assertThat(reason(pipeline)).contains("write https:// into BERTH_ELASTICSEARCH");
    }
    String tls = TestStack.shared().elasticsearchUrl().replace("http", "https");
    try (RunningPipeline pipeline = pipeline(tls, PASSWORD, elasticsearch.authority())) {
      assertThat(reason(pipeline)).contains("write http:// into BERTH_ELASTICSEARCH");
    }
  }

  private RunningPipeline pipeline(String addresses, String password, Path authority) {
    return new RunningPipeline(
        prefix, addresses, ALL, elasticsearch.settings(USER, password, authority));
  }

  private void log(RunningPipeline pipeline, String line) {
    Logger logger = pipeline.loggerOf(app);
    logger.info(line);
    logger.getLoggerContext().stop();
  }

  /** What health says about Elasticsearch; empty where it is well. */
  private static String reason(RunningPipeline pipeline) {
    return pipeline
        .get("/actuator/health")
        .at("/components/elasticsearch/details/reason")
        .asString("");
  }
}
