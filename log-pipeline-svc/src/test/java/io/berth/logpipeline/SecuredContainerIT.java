/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import io.berth.events.kafka.EventJson;
import io.berth.teststack.SecuredContainer;
import io.berth.teststack.TestStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline and Elasticsearch's own image with an API key, which the embedded server cannot
 * make: it lacks the module that its index of keys wants. Runs with {@code
 * -Dberth.test.stack=containers}, as everything that wants an image.
 */
@EnabledIfSystemProperty(
    named = "berth.test.stack",
    matches = "containers",
    disabledReason = "Wants the image of Elasticsearch: -Dberth.test.stack=containers")
class SecuredContainerIT {

  private static final String PASSWORD = "of the tests";

  @Test
  void withAnApiKey_aLineGoesFromTheReceiverToTheSearch(@TempDir Path folder) throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(folder, "authority");
    var server = authority.sign("server", "dns:localhost,ip:127.0.0.1,ip:172.17.0.1");
    String prefix = TestStack.shared().freshTopicPrefix();
    try (SecuredContainer container =
            SecuredContainer.start(server.certificate(), server.key(), PASSWORD);
        RunningPipeline pipeline =
            new RunningPipeline(
                prefix,
                container.url(),
                "receive,enrich,index",
                "--BERTH_ELASTICSEARCH_API_KEY=" + apiKey(container.url(), authority),
                "--BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY=" + authority.certificate())) {
      Logger logger = pipeline.loggerOf("keyed");
      logger.info("with a key");
      await().untilAsserted(() -> assertThat(pipeline.found("keyed", "key")).isEqualTo(1));
      assertThat(pipeline.get("/actuator/health").path("status").asString()).isEqualTo("UP");
      logger.getLoggerContext().stop();
    }
  }

  /** With the rights that the documentation names. */
  private static String apiKey(String url, CertificateAuthority authority) throws Exception {
    String rights =
        """
        {"name": "berth", "role_descriptors": {"berth": {
          "cluster": ["monitor", "manage_index_templates"],
          "indices": [{
            "names": ["logs-berth.*", "events-berth.*", "metrics-berth.*"],
            "privileges": ["auto_configure", "create_doc", "delete", "maintenance", "read",
              "view_index_metadata"]}]}}}
        """;
    byte[] both = ("elastic:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(url + "/_security/api_key"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both))
            .POST(BodyPublishers.ofString(rights))
            .build();
    try (HttpClient http = HttpClient.newBuilder().sslContext(authority.trusted()).build()) {
      String answer = http.send(request, BodyHandlers.ofString()).body();
      return EventJson.mapper().readTree(answer).path("encoded").asString();
    }
  }
}
