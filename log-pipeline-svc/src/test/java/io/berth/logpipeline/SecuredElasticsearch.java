/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.logpipeline.teststack.DataStreamClient;
import io.berth.teststack.elasticsearch.ElasticsearchNode;
import io.berth.teststack.elasticsearch.NodeSecurity;
import io.berth.teststack.elasticsearch.NodeSecurity.User;
import io.berth.teststack.elasticsearch.NodeSettings;
import io.berth.teststack.process.FileTrees;
import io.berth.teststack.process.Installation;
import io.berth.teststack.process.Ports;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A real Elasticsearch of its own with its security on: TLS and passwords. */
final class SecuredElasticsearch implements AutoCloseable {

  static final String USER = "berth";
  static final String PASSWORD = "Gr\u00fc\u00dfe: an alle";

  /** Knows the name of Elasticsearch alone, and may do nothing else. */
  static final User STRANGER = new User("stranger", "let me in", "monitors");

  private static final User ADMINISTRATOR = new User("admin", "of the tests", "superuser");

  private final CertificateAuthority authority;
  private final ElasticsearchNode node;
  private final Path directory;
  private final int port;

  private SecuredElasticsearch(Path directory) throws Exception {
    this.directory = directory;
    this.port = Ports.free();
    ElasticsearchNode.endIn(directory);
    FileTrees.delete(directory);
    Path certificates = Files.createDirectories(directory.resolve("certificates"));
    authority = CertificateAuthority.make(certificates, "authority");
    CertificateAuthority.Signed server = authority.sign("server", "dns:localhost");
    node =
        new ElasticsearchNode(
            new NodeSettings(
                Installation.find().elasticsearch(),
                directory,
                directory.resolve("elasticsearch.log"),
                port,
                Ports.free(),
                "256m",
                new NodeSecurity(
                    server.certificate(),
                    server.key(),
                    documentedRole() + "\nmonitors:\n  cluster: [monitor]\n",
                    users(PASSWORD))));
  }

  /** Below the build's folder, where its logs can be read afterwards. */
  static SecuredElasticsearch start() throws Exception {
    var elasticsearch =
        new SecuredElasticsearch(Path.of("target", "secured-elasticsearch").toAbsolutePath());
    elasticsearch.node.start();
    return elasticsearch;
  }

  /** The role as the documentation gives it, so that it is enough. */
  private static String documentedRole() throws Exception {
    String page = Files.readString(Path.of("../docs/logging.md"));
    int begin = page.indexOf("```yaml\nberth:") + "```yaml\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  String url() {
    return "https://localhost:" + port;
  }

  int port() {
    return port;
  }

  Path authority() {
    return authority.certificate();
  }

  /** Changes the password of our user; the server reads it within five seconds. */
  void setPassword(String password) throws Exception {
    node.users(users(password));
  }

  /** A data stream as its administrator sees it. */
  DataStreamClient stream(String name) throws Exception {
    String both = ADMINISTRATOR.name() + ":" + ADMINISTRATOR.password();
    String basic = "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    HttpClient http = HttpClient.newBuilder().sslContext(authority.trusted()).build();
    return new DataStreamClient(http, url(), name, basic);
  }

  /** What is set for the service: who it is and whom it trusts. */
  String[] settings(String user, String password, Path trusted) {
    List<String> settings = new ArrayList<>();
    settings.add("--BERTH_ELASTICSEARCH_USERNAME=" + user);
    settings.add("--BERTH_ELASTICSEARCH_PASSWORD=" + password);
    settings.add("--BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY=" + trusted);
    return settings.toArray(String[]::new);
  }

  private static List<User> users(String password) {
    return List.of(new User(USER, password, "berth"), STRANGER, ADMINISTRATOR);
  }

  @Override
  public void close() {
    ElasticsearchNode.endIn(directory);
  }
}
