/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.launcher.owncluster.ClusterReport;
import io.berth.launcher.owncluster.MissingPermission;
import io.berth.launcher.suite.ProjectRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers answer, and what becomes of it. */
@Tag("fault-D24")
class ClusterPreflightIT {

  private static final String STATUS =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","code":%d}
      """;

  @TempDir private Path folder = Path.of("");

  private ClusterReport examine(String cluster, String user) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), Kubeconfigs.of(cluster, user));
    return examine(Map.of("dc-a", file.toString()), Duration.ofSeconds(10)).getFirst();
  }

  private ClusterReport examine(String server) throws Exception {
    return examine("{server: '" + server + "'}", "{token: t}");
  }

  private List<ClusterReport> examine(Map<String, String> locations, Duration timeout)
      throws Exception {
    var permissions =
        RequiredPermissions.read(ProjectRoot.find(), Set.of("exec", "kubelet", "metrics.k8s.io"));
    return new ClusterPreflight(permissions, folder, timeout).examine(locations);
  }

  @Test
  void clusterWithEveryPermission_isUsable_andIsOnlyAsked() throws Exception {
    try (var server = ApiServerStub.http()) {
      var report = examine(server.url());

      assertThat(report.problem()).isEmpty();
      assertThat(report.isUsable()).isTrue();
      assertThat(report.missing()).isEmpty();
      assertThat(report.version()).isEqualTo("v1.33.1");
      assertThat(report.user()).isEqualTo("jane");
      assertThat(report.uid()).isEqualTo("uid-1");
      assertThat(report.kubeconfig()).contains(server.url());
      assertThat(server.requests())
          .isNotEmpty()
          .allMatch(request -> request.matches("GET .*|POST .*/selfsubject(access)?reviews"));
    }
  }

  @Test
  void missingPermissions_areNamedWithServiceVerbsAndResource_andTheGrantIsForThatUser()
      throws Exception {
    try (var server =
        ApiServerStub.http()
            .allowing(
                (verb, resource) ->
                    !(resource.equals("deployments.apps") && !verb.equals("get"))
                        && !resource.equals("nodes/metrics"))) {
      var report = examine(server.url());

      assertThat(report.isUsable()).isFalse();
      assertThat(report.missing())
          .contains(
              new MissingPermission(
                  "deploy-svc",
                  "required",
                  List.of("list", "watch", "create", "update", "patch", "delete"),
                  "deployments.apps",
                  ""),
              new MissingPermission(
                  "monitor-svc", "required", List.of("list", "watch"), "deployments.apps", ""),
              new MissingPermission("monitor-svc", "kubelet", List.of("get"), "nodes/metrics", ""))
          .hasSize(3);
      assertThat(report.grant()).contains("ClusterRoleBinding", "jane");
    }
  }

  @Test
  void onlyOptionalPermissionsMissing_leavesTheClusterUsable() throws Exception {
    try (var server =
        ApiServerStub.http().allowing((_, resource) -> !resource.equals("pods/exec"))) {
      var report = examine(server.url());

      assertThat(report.isUsable()).isTrue();
      assertThat(report.missing()).extracting(MissingPermission::feature).containsExactly("exec");
    }
  }

  @Test
  void refusedCredentials_areToldWithTheExpiryOfTheCertificate_andHowToTryThem() throws Exception {
    var expired = new TestAuthority(folder).issue("CN=jane", "DNS:jane", "-10d", 5);
    try (var server =
        ApiServerStub.http().failing("/", 401, STATUS.formatted("Unauthorized", 401))) {
      String user =
          "{client-certificate-data: %s, client-key-data: %s}"
              .formatted(expired.certificateData(), expired.keyData());

      assertThat(examine(server.url()).problem())
          .contains("does not accept these credentials (401)", "kubectl --kubeconfig")
          .doesNotContain("expired");
      assertThat(examine("{server: '" + server.url() + "'}", user).problem())
          .contains("(401): its client certificate has expired, on ");
    }
  }

  @Test
  void forbiddenReviews_areToldWithTheServersMessage() throws Exception {
    String message = "User \\\"system:anonymous\\\" cannot create resource";
    try (var server =
        ApiServerStub.http()
            .failing("/apis/authorization.k8s.io", 403, STATUS.formatted(message, 403))) {
      assertThat(examine(server.url()).problem())
          .contains("forbids to ask what this user may do (403)", "system:anonymous");
    }
  }

  @Test
  void userThatTheServerDoesNotTell_isTheOneOfTheCertificateOrTheServiceAccountsToken()
      throws Exception {
    var jane = new TestAuthority(folder).issue("CN=jane, O=shop", "DNS:jane", "-1d", 5);
    try (var server =
        ApiServerStub.http()
            .failing("/apis/authentication.k8s.io", 404, STATUS.formatted("not found", 404))) {
      String user =
          "{client-certificate-data: %s, client-key-data: %s}"
              .formatted(jane.certificateData(), jane.keyData());

      assertThat(examine("{server: '" + server.url() + "'}", user).user()).isEqualTo("jane");
      assertThat(examine(server.url()).user()).isEmpty();
      assertThat(examine("{server: '" + server.url() + "'}", token("system:serviceaccount:a:b")))
          .extracting(ClusterReport::user)
          .isEqualTo("system:serviceaccount:a:b");
      assertThat(examine("{server: '" + server.url() + "'}", token("jane")).user()).isEmpty();
    }
  }

  /** A user with a token of that subject. */
  private static String token(String subject) {
    String claims = "{\"sub\":\"%s\"}".formatted(subject);
    return "{token: e30.%s.c2lnbmF0dXJl}"
        .formatted(
            Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(US_ASCII)));
  }

  @Test
  void certificates_areTrustedByTheFilesAuthorityAlone_andForTheirNamesAndTime() throws Exception {
    var authority = new TestAuthority(folder.resolve("one"));
    var other = new TestAuthority(folder.resolve("other"));
    try (var good = ApiServerStub.https(authority.issue("CN=a", "IP:127.0.0.1", "-1d", 5));
        var elsewhere = ApiServerStub.https(authority.issue("CN=b", "IP:10.1.2.3", "-1d", 6));
        var expired = ApiServerStub.https(authority.issue("CN=c", "IP:127.0.0.1", "-10d", 7))) {
      assertThat(trusting(authority, good).isUsable()).isTrue();
      assertThat(trusting(other, good).problem()).contains("is not trusted", "did not issue it");
      assertThat(examine(good.url()).problem()).contains("is not trusted");
      assertThat(trusting(authority, elsewhere).problem()).contains("is for other names");
      assertThat(trusting(authority, expired).problem()).contains("has expired");
    }
  }

  private ClusterReport trusting(TestAuthority authority, ApiServerStub server) throws Exception {
    return examine(
        "{server: '%s', certificate-authority-data: %s}".formatted(server.url(), authority.data()),
        "{token: t}");
  }

  @Test
  void somebodyElseAtThatPort_isNotTakenForAnApiServer() throws Exception {
    try (var page = ApiServerStub.http().failing("/", 200, "<html>minikube</html>");
        var other = ApiServerStub.http().failing("/", 404, "{}");
        var empty = ApiServerStub.http().failing("/version", 200, "{}");
        var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (var server : List.of(page, other, empty)) {
        assertThat(examine(server.url()).problem())
            .contains("is no Kubernetes API server", "minikube update-context");
      }
      Thread.ofVirtual().start(() -> answerWithoutTls(plain));
      assertThat(examine("https://127.0.0.1:" + plain.getLocalPort()).problem())
          .contains("does not speak TLS", "minikube update-context");
    }
  }

  /** As a web server does that is asked over TLS on its plain port. */
  private static void answerWithoutTls(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      client.shutdownOutput();
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void serverThatDoesNotAnswer_isToldWithTheReason() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
      Path file =
          Files.writeString(
              folder.resolve("silent"),
              Kubeconfigs.of("{server: 'http://127.0.0.1:" + closed + "'}", "{}"));
      assertThat(
              examine(Map.of("dc-a", file.toString()), Duration.ofMillis(500)).getFirst().problem())
          .contains("does not answer in time");
    }
    assertThat(examine("http://127.0.0.1:" + closed).problem())
        .contains("Nothing answers at http://127.0.0.1:" + closed, "kind export kubeconfig");
    assertThat(examine("https://no-such-host.invalid:6443").problem())
        .contains("The host in https://no-such-host.invalid:6443 is not known");
  }

  @Test
  void oneClusterUnderTwoNames_isRefused_howeverItIsReached() throws Exception {
    try (var one = ApiServerStub.http();
        var again = ApiServerStub.http();
        var other = ApiServerStub.http().withUid("uid-2")) {
      assertThat(both(one, again))
          .satisfiesExactly(
              first -> assertThat(first.isUsable()).isTrue(),
              second -> assertThat(second.problem()).contains("the same cluster as dc-a"));
      assertThat(both(one, other)).allMatch(ClusterReport::isUsable);
    }
  }

  private List<ClusterReport> both(ApiServerStub first, ApiServerStub second) throws Exception {
    var locations = new LinkedHashMap<String, String>();
    for (var entry : Map.of("dc-a", first, "dc-b", second).entrySet()) {
      String text = Kubeconfigs.of("{server: '" + entry.getValue().url() + "'}", "{token: t}");
      Files.writeString(folder.resolve(entry.getKey()), text);
    }
    List.of("dc-a", "dc-b").forEach(name -> locations.put(name, folder.resolve(name).toString()));
    return examine(locations, Duration.ofSeconds(10));
  }
}
