/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.logpipeline.elasticsearch.ElasticsearchConnection;
import io.berth.logpipeline.elasticsearch.TrustedAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.elasticsearch.autoconfigure.ElasticsearchConnectionDetails.Node;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** Every way in which the connection can be set wrong, and what is said about it. */
class ElasticsearchConnectionPropertiesTest {

  private static final String SECRET = "s3cret";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          es:9200                           | BERTH_ELASTICSEARCH is 'es:9200', wanted an address such as http://localhost:19200
          es.example                        | BERTH_ELASTICSEARCH is 'es.example', wanted
          //es:9200                         | BERTH_ELASTICSEARCH is '//es:9200', wanted
          ftp://es:9200                     | BERTH_ELASTICSEARCH is 'ftp://es:9200', wanted
          http:es:9200                      | BERTH_ELASTICSEARCH is 'http:es:9200', wanted
          http://                           | BERTH_ELASTICSEARCH is 'http://', wanted
          http://es node:9200               | BERTH_ELASTICSEARCH is 'http://es node:9200', wanted
          http://es_node:9200               | BERTH_ELASTICSEARCH is 'http://es_node:9200', wanted
          http://es:99999                   | BERTH_ELASTICSEARCH is 'http://es:99999', wanted
          http://es:9200?apikey=s3cret      | BERTH_ELASTICSEARCH has an address with a '?' or a '#', wanted
          http://es:9200#s3cret             | BERTH_ELASTICSEARCH has an address with a '?' or a '#', wanted
          https://berth:s3cret@es:9200      | BERTH_ELASTICSEARCH has credentials in an address
          berth:s3cret@es:9200              | BERTH_ELASTICSEARCH has credentials in an address
          http://a:1, https://u:s3cret@b:2  | BERTH_ELASTICSEARCH has credentials in an address
          http://a:1,b:2                    | BERTH_ELASTICSEARCH is 'b:2', wanted
          http://a:1/es,http://b:2          | BERTH_ELASTICSEARCH has addresses with different paths, '/es' and ''
          ""                                | BERTH_ELASTICSEARCH is empty, wanted
          """)
  void addressThatIsNone_isRefused_withNoSecretInTheWords(String addresses, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties(addresses, null, null, null))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://localhost:19200        | localhost:19200 |
          http://localhost:19200/       | localhost:19200 |
          http://localhost:19200//      | localhost:19200 |
          https://proxy.example/es      | proxy.example:-1 | /es
          https://proxy.example/es/     | proxy.example:-1 | /es
          HTTPS://a:1/x/y, https://b:2/x/y/ | a:1 b:2 | /x/y
          http://a:1 , http://b:2       | a:1 b:2 |
          """)
  void address_mayHaveAPath_andASlashAtItsEnd(
      String addresses, String nodes, @Nullable String prefix) {
    ElasticsearchConnection connection = connection(properties(addresses, null, null, null), "");
    assertThat(connection.getNodes().stream().map(node -> node.hostname() + ":" + node.port()))
        .containsExactly(nodes.split(" "));
    assertThat(connection.getPathPrefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      textBlock =
          """
          berth | s3cret | a2V5  | BERTH_ELASTICSEARCH_API_KEY is set, and so is
          -     | s3cret | a2V5  | BERTH_ELASTICSEARCH_API_KEY is set, and so is
          berth | -      | a2V5  | BERTH_ELASTICSEARCH_API_KEY is set, and so is
          berth | -      | -     | BERTH_ELASTICSEARCH_USERNAME is set, and BERTH_ELASTICSEARCH_PASSWORD is not
          ""    | s3cret | -     | BERTH_ELASTICSEARCH_PASSWORD is set, and BERTH_ELASTICSEARCH_USERNAME is not
          be:th | s3cret | -     | BERTH_ELASTICSEARCH_USERNAME has a colon
          berth | "s3cret
          "              | -     | BERTH_ELASTICSEARCH_PASSWORD has a line break
          -     | -      | id:s3cret | BERTH_ELASTICSEARCH_API_KEY is no text in base64
          -     | -      | ApiKey s3cret | BERTH_ELASTICSEARCH_API_KEY is no text in base64
          """)
  void credentialsThatDoNotFitTogether_areRefused_withNoSecretInTheWords(
      @Nullable String username, @Nullable String password, @Nullable String key, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties("https://es:9200", username, password, key))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET, "a2V5"));
  }

  @Test
  void secrets_areInNoText() {
    assertThat(properties("https://es:9200", "berth", SECRET, null).toString())
        .contains("https://es:9200", "berth")
        .doesNotContain(SECRET);
    assertThat(properties("https://es:9200", null, null, "czNjcmV0").toString())
        .doesNotContain("czNjcmV0");
  }

  @Test
  void apiKey_isTakenWithTheLineBreakOfItsFile() {
    var connection = connection(properties("https://es:9200", null, null, "a2V5\n"), "");
    assertThat(connection.getApiKey()).isEqualTo("a2V5");
    assertThat(connection(properties("https://es:9200", "", "", " "), "").getApiKey()).isNull();
  }

  @Test
  void unknownBundle_isRefused_withThoseThatAreKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> connection(properties("https://es:9200", null, null, null), "", "mine"))
        .withMessageContaining(
            "SPRING_ELASTICSEARCH_RESTCLIENT_SSL_BUNDLE is 'mine', wanted one of [elasticsearch]");
  }

  @Test
  void certificateAuthority_thatCannotBeRead_isRefused(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("none.crt");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedAuthority.read(none.toString()))
        .withMessageContaining("BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY is '" + none)
        .withMessageContaining("cannot be read (NoSuchFileException)");
    for (byte[] content :
        List.of(new byte[0], new byte[] {48, (byte) 0x82, 1}, "hello".getBytes())) {
      Path other = Files.write(folder.resolve("other.crt"), content);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TrustedAuthority.read(other.toString()))
          .withMessageContaining("has no certificate in PEM");
    }
  }

  @Test
  void certificateAuthority_withoutTls_isRefused(@TempDir Path folder) throws Exception {
    Path authority = CertificateAuthority.make(folder, "authority").certificate();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> connection(properties("http://es:9200", null, null, null), authority.toString()))
        .withMessageContaining("BERTH_ELASTICSEARCH has no address with https://");
    var connection =
        connection(properties("https://es:9200", null, null, null), authority.toString());
    assertThat(connection.getSslBundle()).isNotNull();
  }

  @Test
  void pathPrefixAndTimesOfSpring_thatCannotBeMeant_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ElasticsearchConnectionProperties(
                    List.of("http://es:9200"),
                    null,
                    null,
                    null,
                    "/es",
                    Duration.ofSeconds(1),
                    null))
        .withMessageContaining("wanted the path in BERTH_ELASTICSEARCH");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ElasticsearchConnectionProperties(
                    List.of("http://es:9200"), null, null, null, null, Duration.ZERO, null))
        .withMessageContaining("spring.elasticsearch.socket-timeout is 'PT0S'");
  }

  @ParameterizedTest
  @CsvSource({
    "http://es.example:9200,true",
    "https://es.example:9200,false",
    "http://localhost:9200,false",
    "http://127.0.0.1:9200,false",
    "http://[::1]:9200,false",
  })
  void unencryptedCredentials_areReported(String address, boolean told) {
    assertThat(connection(properties(address, "berth", SECRET, null), "").sendsCredentialsInClear())
        .isEqualTo(told);
    assertThat(connection(properties(address, null, null, null), "").sendsCredentialsInClear())
        .isFalse();
  }

  @Test
  void nodes_haveTheirProtocol() {
    assertThat(connection(properties("HTTPS://es:9200", null, null, null), "").getNodes())
        .extracting(Node::protocol)
        .containsExactly(Node.Protocol.HTTPS);
  }

  private static ElasticsearchConnectionProperties properties(
      String addresses,
      @Nullable String username,
      @Nullable String password,
      @Nullable String apiKey) {
    List<String> uris = addresses.isEmpty() ? List.of() : Arrays.asList(addresses.split(","));
    return new ElasticsearchConnectionProperties(
        uris, username, password, apiKey, null, Duration.ofSeconds(30), null);
  }

  private static ElasticsearchConnection connection(
      ElasticsearchConnectionProperties properties, String authority) {
    return connection(properties, authority, TrustedAuthority.BUNDLE);
  }

  private static ElasticsearchConnection connection(
      ElasticsearchConnectionProperties properties, String authority, String bundle) {
    var bundles = new DefaultSslBundleRegistry();
    bundles.registerBundle(TrustedAuthority.BUNDLE, TrustedAuthority.read(authority));
    return new ElasticsearchConnection(
        properties.addresses(), properties.authentication(), bundle, bundles);
  }
}
