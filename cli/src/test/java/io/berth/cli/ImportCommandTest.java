/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code berth import} as a person uses it. */
class ImportCommandTest extends CannedGateway {

  private static final Path KNOWN = Path.of("src/test/resources/import");

  @TempDir private Path folder = Path.of("");

  @Test
  void importedFile_isWhatDeploySends() throws IOException {
    assertThat(run("import", "-f", known("coredns"), "-d", folder.resolve("out").toString()))
        .isZero();
    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("deploy", "-f", folder.resolve("out/coredns.yaml").toString())).isZero();
    print(200, "{\"app\":{\"namespace\":\"kube-system\",\"name\":\"coredns\"}}");
    assertThat(run("policy", "set", "-f", folder.resolve("out/coredns-scaling.yaml").toString()))
        .isZero();

    assertThat(asked.getFirst()).startsWith("POST /api/v1/commands/deploy ").contains("Corefile");
    assertThat(asked.getLast())
        .startsWith("PUT /api/v1/scaling-policies/kube-system/coredns ")
        .contains("\"minReplicas\":3", "\"maxReplicas\":10", "\"stabilization\":\"300s\"");
    assertThat(err.toString())
        .contains("Next:", "deploy -f " + folder.resolve("out/coredns.yaml") + " --dry-run");
  }

  @Test
  void fileGoesToStandardOutput_reportToStandardError() {
    assertThat(run("import", "-f", known("cartservice"), "-n", "shop")).isZero();

    assertThat(out.toString()).startsWith("# Deployment cartservice, by berth import.");
    assertThat(err.toString())
        .contains(
            "1 application: shop/cartservice",
            "spec.replicas: nothing -> spec.replicas",
            "3: an application has at least that many in production");
    assertThat(asked).isEmpty();
  }

  @Test
  void json_isOneDocumentForPrograms() {
    assertThat(run("import", "-f", known("coredns"), "-o", "json")).isZero();

    JsonNode json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.at("/applications/0/app").asString()).isEqualTo("kube-system/coredns");
    assertThat(json.at("/applications/0/file/spec/image").asString())
        .isEqualTo("coredns/coredns:1.11.3");
    assertThat(json.at("/applications/0/policy/maxReplicas").asInt()).isEqualTo(10);
    assertThat(json.at("/report/0/outcome").asString()).isIn("KEPT", "CHANGED", "IGNORED");
    assertThat(json.at("/report/0/at/line").asInt()).isPositive();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void sourceWithoutNamespace_isRefused_withTheOptionThatNamesIt() {
    assertThat(run("import", "-f", known("wordpress"))).isEqualTo(2);

    assertThat(err.toString()).contains("names no namespace", "-n NAMESPACE");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void existingFile_isOverwrittenOnlyWithForce() throws IOException {
    Path file = Files.writeString(folder.resolve("coredns.yaml"), "mine");

    assertThat(run("import", "-f", known("coredns"), "-d", folder.toString())).isEqualTo(2);
    assertThat(file).hasContent("mine");
    assertThat(err.toString()).contains(file + " exists already", "--force");
    assertThat(folder.resolve("coredns-scaling.yaml")).doesNotExist();

    assertThat(run("import", "-f", known("coredns"), "-d", folder.toString(), "--force")).isZero();
    assertThat(Files.readString(file)).contains("image: coredns/coredns:1.11.3");
  }

  @Test
  void faults_areToldWithTheirPlaces_andNothingIsPrinted() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, namespace: b, name: c}
            spec:
              replicas: "3"
              template: {spec: {containers: [{name: a, image: "a:1", env: [{name: X, value: 1}]}]}}
            """);

    assertThat(run("import", "-f", file.toString())).isEqualTo(3);

    assertThat(err.toString()).contains(file + ":3:35: metadata.name: found a second 'name'");
    assertThat(out.toString()).isEmpty();
    Files.writeString(file, Files.readString(file).replace(", name: c", ""));
    assertThat(run("import", "-f", file.toString())).isEqualTo(3);
    assertThat(err.toString())
        .contains(
            file + ":5:13: spec.replicas: found text, wanted a whole number, without quotes",
            "env[0].value: found a number, wanted text; put it into double quotes");
  }

  @Test
  void templateAndChart_areRefused_withWhatToRun() throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("t.yaml"),
            "kind: Deployment\nspec:\n  replicas: {{ .Values.replicas }}\n");
    assertThat(run("import", "-f", template.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Render the chart first", "helm template");

    Files.writeString(
        template,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: \"{{ .Release.Name }}-web\"}\n");
    err.getBuffer().setLength(0);
    assertThat(run("import", "-f", template.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Render the chart first");

    Files.writeString(folder.resolve("Chart.yaml"), "name: a");
    assertThat(run("import", "-f", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(folder + " is a Helm chart", "| ./berth import -f -");

    Path other = Files.createDirectory(folder.resolve("kustomize"));
    Files.writeString(other.resolve("kustomization.yaml"), "resources: []");
    assertThat(run("import", "-f", other.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("kubectl kustomize " + other);
  }

  @Test
  void alertTemplatesOfAConfigMap_areNoTemplateOfAChart() throws IOException {
    Path file = folder.resolve("rules.yaml");
    Files.writeString(
        file,
        Files.readString(KNOWN.resolve("coredns.yaml"))
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: rules}\n"
            + "data:\n  a: \"{{ $labels.pod }} {{ if .Values }}\"\n");

    assertThat(run("import", "-f", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("ConfigMap rules");
  }

  @Test
  void folder_isReadWithItsFolders_andEachDeploymentIsAnApplication() throws IOException {
    Path below = Files.createDirectories(folder.resolve("apps/web"));
    Files.copy(KNOWN.resolve("cartservice.yaml"), folder.resolve("apps/cart.yml"));
    Files.copy(KNOWN.resolve("frontend.yaml"), below.resolve("web.yaml"));
    Files.writeString(folder.resolve("apps/notes.txt"), "no manifest");

    assertThat(run("import", "-f", folder.resolve("apps").toString(), "-n", "shop")).isEqualTo(1);

    assertThat(out.toString().lines().filter(line -> line.equals("---"))).hasSize(1);
    assertThat(err.toString())
        .contains("2 applications: shop/cartservice, shop/frontend", "import with -d DIR");
  }

  @Test
  void twoDeploymentsOfOneName_areRefused_inOneNamespace() throws IOException {
    Files.copy(KNOWN.resolve("coredns.yaml"), folder.resolve("a.yaml"));
    Files.writeString(
        folder.resolve("b.yaml"),
        Files.readString(KNOWN.resolve("coredns.yaml")).replace("kube-system", "other"));

    assertThat(run("import", "-f", folder.toString(), "-n", "dns")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Deployment kube-system/coredns of ", "are both dns/coredns");
    assertThat(out.toString()).isEmpty();
    assertThat(run("import", "-f", folder.toString(), "-d", folder.resolve("out").toString()))
        .isZero();
    for (String namespace : new String[] {"kube-system", "other"}) {
      Path file = folder.resolve("out/" + namespace + "-coredns.yaml");
      assertThat(file).content().contains("app: {namespace: " + namespace + ", name: coredns}");
      assertThat(folder.resolve("out/" + namespace + "-coredns-scaling.yaml"))
          .content()
          .contains("namespace: " + namespace);
      assertThat(err.toString()).contains("deploy -f " + file);
    }
  }

  @Test
  void sourceWithoutApplications_saysSo() throws IOException {
    Path file =
        Files.write(
            folder.resolve("a.yaml"),
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n".getBytes(UTF_8));

    assertThat(run("import", "-f", file.toString())).isEqualTo(1);

    assertThat(out.toString()).isBlank();
    assertThat(err.toString())
        .contains("StatefulSet db", "Keep it outside Berth", "Nothing here is an application");
  }

  private static String known(String name) {
    return KNOWN.resolve(name + ".yaml").toString();
  }
}
