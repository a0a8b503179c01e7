/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.cli.gateway.CliException;
import io.berth.cli.option.InputFiles;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Deploy;
import io.berth.events.document.Node;
import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code berth deploy -f} sends of a file that says how its pods are made. */
class SpecificationFilesTest {

  private static final String EVERYTHING =
      """
      app: {namespace: shop, name: proxy}
      spec:
        image: shop/proxy:1.9.0
        replicas: 3
        command: [/bin/proxy]
        workingDir: /var/lib/proxy
        envFrom:
          API_TOKEN: {secret: proxy-api, key: token, optional: true}
          POD_IP: {field: status.podIP}
          CPU: {resource: limits.cpu}
        configMaps: [regions]
        volumes:
          /tmp: {emptyDir: {size: 100Mi, memory: true}}
          /etc/tls: {secret: {name: proxy-tls, items: {tls.crt: cert.pem}, mode: "0440"}}
          /etc/routes: {configMap: {name: routes}}
          /data: {claim: {name: proxy, readOnly: true}, subPath: a}
        limits: {cpu: 500m, memory: 256Mi}
        requests: {cpu: 250m, memory: 128Mi}
        ports: [{name: https, port: 8443, servicePort: 443}, {name: dns, port: 53, protocol: udp}]
        probes:
          liveness: {check: {type: tcp, portName: https}}
          readiness:
            check: {type: http, path: /, portName: https, scheme: https, headers: {Accept: a}}
        preStop: {command: [sleep, "5"]}
        security: {runAsNonRoot: true, runAsUser: 1000, dropCapabilities: [ALL]}
        pod:
          labels: {team: edge}
          serviceAccountName: proxy
          terminationGracePeriod: 60s
          hostAliases: [{ip: 10.0.0.7, hostnames: [ledger.internal]}]
        placement:
          nodeSelector: {disk: ssd}
          tolerations: [{key: dedicated, value: edge, effect: NoSchedule}]
      """;

  @TempDir private Path folder = Path.of("");

  static Stream<Path> knownApplications() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of("../deploy-svc/src/test/resources/specification"))) {
      return files
          .filter(file -> !file.toString().contains(".expected."))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("knownApplications")
  void fileOfAKnownApplication_isReadStrictly(Path file) {
    assertThat(read(file).app().name() + ".yaml").isEqualTo(file.getFileName().toString());
  }

  @Test
  void everyFieldOfPods_isSent() throws IOException {
    AppSpec spec = read(Files.writeString(folder.resolve("a.yaml"), EVERYTHING)).spec();

    assertThat(spec.command()).containsExactly("/bin/proxy");
    assertThat(spec.workingDir()).isEqualTo("/var/lib/proxy");
    assertThat(spec.envFrom()).containsOnlyKeys("API_TOKEN", "POD_IP", "CPU");
    assertThat(spec.configMaps()).containsExactly("regions");
    assertThat(spec.volumes()).containsOnlyKeys("/tmp", "/etc/tls", "/etc/routes", "/data");
    assertThat(spec.volumes().get("/etc/tls").secret().modeBits()).isEqualTo(0440);
    assertThat(spec.requests()).isEqualTo(new AppSpec.Limits(250, 128L << 20));
    assertThat(spec.ports().getFirst().servicePortOrPort()).isEqualTo(443);
    assertThat(spec.ports().getLast().protocolOrTcp()).isEqualTo(AppSpec.Protocol.UDP);
    assertThat(spec.probes().readiness().check().portName()).isEqualTo("https");
    assertThat(spec.preStop().command()).isEqualTo(List.of("sleep", "5"));
    assertThat(spec.security().runAsUser()).isEqualTo(1000);
    assertThat(spec.pod().labels()).isEqualTo(Map.of("team", "edge"));
    assertThat(spec.placement().tolerations()).hasSize(1);
  }

  @Test
  void everyFault_isToldWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.yaml"),
            """
            app: {namespace: shop, name: proxy}
            spec:
              image: shop/proxy:1.9.0
              replicas: 3
              volumes:
                /etc/tls: {secret: {name: proxy-tls, mode: 0440}}
                /srv: {hostPath: /srv}
              security: {privileged: true}
              pod: {terminationGracePeriod: 60}
              ports: [{name: http, port: 80, protocol: sctp}]
            """);

    assertThat(catchThrowableOfType(CliException.class, () -> read(file)).getMessage())
        .contains(
            ":6:48: spec.volumes./etc/tls.secret.mode: found ",
            "wanted text; put it into double quotes",
            ":7:12: spec.volumes./srv.hostPath: found an unknown field, wanted one of: emptyDir,"
                + " secret, configMap, claim, subPath",
            ":8:14: spec.security.privileged: found an unknown field",
            ":9:33: spec.pod.terminationGracePeriod: found ",
            ":10:44: spec.ports[0].protocol: found 'sctp', wanted one of: TCP, UDP");
  }

  private static Deploy read(Path file) {
    return EventJson.readStrictly(
        InputFiles.read(
                file,
                Deploy.class,
                fields ->
                    fields.with(
                        "meta", new Node.Fields(Map.of(), fields.at()).with("requestedBy", "ann")),
                fields -> fields)
            .toString()
            .getBytes(UTF_8),
        Deploy.class);
  }
}
