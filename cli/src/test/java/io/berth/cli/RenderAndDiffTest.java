/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a file would become, and what it would change, without a deploy. */
class RenderAndDiffTest extends CannedGateway {

  private static final String RENDERED =
      """
      {"cluster":"dc-a","app":"shop/cart","release":4,"notes":["No budget:\\n this one"],
       "objects":[{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"yes","b":"x\\ny\\n"}},
         {"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":3,"template":{"spec":{
           "containers":[{"name":"cart","env":[{"name":"T","value":"\\u001b[2J"},
             {"name":"N","value":"010"}]}],"volumes":[{"name":"v","emptyDir":{}}]}}}}]}""";

  private static final String NUMBERS =
      """
      {"object":"Deployment/cart","field":"metadata.labels.app.kubernetes.io/version","from":"3","to":"4"},
      {"object":"Deployment/cart","field":"spec.template.metadata.annotations.berth.io/release",
       "from":"(changed, not shown)","to":"(changed, not shown)"},
      {"object":"Deployment/cart","field":"spec.template.spec.containers[log].env[BERTH_RELEASE].value",
       "from":"(changed, not shown)","to":"(changed, not shown)"}""";

  @TempDir private Path folder = Path.of("");
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = file("app: {namespace: shop, name: cart}\nspec: {image: \"a:1\", replicas: 3}");
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("cart.yaml"), yaml).toString();
  }

  @Test
  void renderedObjects_areDocumentsOfYaml_withTheSameValues() {
    print(200, RENDERED);
    assertThat(run("render", "-f", file, "-c", "dc-a")).isZero();
    assertThat(asked)
        .containsExactly(
            "POST /api/v1/clusters/dc-a/render {\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},"
                + "\"spec\":{\"image\":\"a:1\",\"replicas\":3},\"meta\":{\"clusters\":[\"dc-a\"]}}");
    assertThat(out.toString())
        .startsWith("# shop/cart in dc-a as release 4.")
        .contains("# No budget:")
        .contains("\"yes\"", "\"010\"", "\"\\u001b[2J\"")
        .doesNotContain("\u001b");
    List<JsonNode> documents =
        Arrays.stream(out.toString().split("(?m)^---$"))
            .skip(1)
            .map(document -> YamlReader.read(document.getBytes(UTF_8)).root().json())
            .map(JsonMapper.shared()::readTree)
            .toList();
    assertThat(documents)
        .containsExactlyElementsOf(JsonMapper.shared().readTree(RENDERED).path("objects"));
  }

  @Test
  void onlyCluster_needNotBeNamed() {
    print(200, "{\"items\":[{\"name\":\"dc-b\"}]}");
    print(200, RENDERED);
    assertThat(run("render", "-f", file)).isZero();
    assertThat(asked.getLast()).startsWith("POST /api/v1/clusters/dc-b/render");
  }

  @Test
  void onlyClusterOfTheFile_needNotBeNamed() throws IOException {
    String given =
        file(
            "app: {namespace: shop, name: cart}\nspec: {image: \"a:1\", replicas: 3}\n"
                + "meta: {clusters: [dc-c]}");
    print(200, RENDERED);
    assertThat(run("render", "-f", given, "--image", "a:2", "-o", "json")).isZero();
    assertThat(asked.getLast())
        .startsWith("POST /api/v1/clusters/dc-c/render")
        .contains("\"image\":\"a:2\"");
    assertThat(JsonMapper.shared().readTree(out.toString()))
        .isEqualTo(JsonMapper.shared().readTree(RENDERED));
  }

  @Test
  void severalClusters_mustBeChosenFrom() {
    print(200, "{\"items\":[{\"name\":\"dc-a\"},{\"name\":\"dc-b\"}]}");
    assertThat(run("render", "-f", file)).isEqualTo(2);
    assertThat(err.toString()).contains("--cluster", "dc-a, dc-b");
    assertThat(asked).hasSize(1);
  }

  @Test
  void fileThatBreaksARule_isExit3_withWhatToDo() {
    print(
        422,
        "{\"title\":\"dc-a would reject it\",\"errors\":[{\"rule\":\"min-replicas\",\"version\":1,"
            + "\"field\":\"spec.replicas\",\"found\":\"1\",\"wanted\":\"3\",\"help\":\"Ask for three.\"}]}");
    assertThat(run("render", "-f", file, "-c", "dc-a")).isEqualTo(3);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "dc-a would reject it.\n  spec.replicas: found 1, wanted 3\n    Ask for three.\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void differences_areExit1_byObject_andValuesThatMayBeSecretStayHidden() {
    print(202, "{\"commandId\":\"c1\"}");
    print(
        200,
        outcome(
            "SUCCEEDED",
            NUMBERS
                + """
                ,{"object":"ConfigMap/cart-config-1","field":"","to":"made"},
                {"object":"Service/cart","field":"","from":""},
                {"object":"Deployment/cart","field":"spec.replicas","from":"2","to":"3"},
                {"object":"Deployment/cart","field":"spec.template.spec.containers[cart].env[T].value",
                 "from":"(changed, not shown)","to":"(changed, not shown)"},
                {"object":"Deployment/cart","field":"spec.template.spec.priorityClassName","to":"high"},
                {"object":"Deployment/cart","field":"spec.paused","from":"true"}"""));
    assertThat(run("diff", "-f", file, "-c", "dc-a", "--deadline", "90s")).isEqualTo(1);
    assertThat(asked.getFirst())
        .startsWith("POST /api/v1/commands/deploy ")
        .contains("\"meta\":{\"dryRun\":true,\"clusters\":[\"dc-a\"],\"deadline\":\"PT1M30S\"}");
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            dc-a: 6 differences
              + ConfigMap/cart-config-1
              - Service/cart
              Deployment/cart
                ~ spec.replicas: 2 → 3
                ~ spec.template.spec.containers[cart].env[T].value: (changed, not shown)
                + spec.template.spec.priorityClassName: high
                - spec.paused: true
              → A note.
            """);
  }

  @Test
  void numberOfTheRelease_isNoDifference_soThatTheExitCodeIs0() {
    print(202, "{\"commandId\":\"c1\"}");
    print(200, "{\"overall\":{\"complete\":false},\"clusters\":[{\"cluster\":\"dc-a\"}]}");
    print(200, outcome("SUCCEEDED", NUMBERS));
    assertThat(run("diff", "-f", file)).isZero();
    assertThat(out.toString()).startsWith("dc-a: no difference");
  }

  @ParameterizedTest
  @CsvSource({"REJECTED,3", "FAILED,3", "TIMED_OUT,4", "UNREACHABLE,4", "SUPERSEDED,4"})
  void clusterThatCannotTell_isAFault_notADifference(String verdict, int code) {
    print(202, "{\"commandId\":\"c1\"}");
    print(200, outcome(verdict, NUMBERS));
    assertThat(run("diff", "-f", file)).isEqualTo(code);
    assertThat(out.toString())
        .startsWith("dc-a: " + verdict + " It is over.")
        .contains("dc-a refused spec.replicas: found 1, wanted 3");
  }

  @Test
  void fault_countsMoreThanADifference() {
    print(202, "{\"commandId\":\"c1\"}");
    print(
        200,
        """
        {"overall":{"verdict":"SUCCEEDED","complete":true},"clusters":[
          {"cluster":"dc-a","verdict":"SUCCEEDED","diff":[
            {"object":"Deployment/cart","field":"spec.replicas","from":"2","to":"3"}]},
          {"cluster":"dc-b","verdict":"UNREACHABLE","summary":"No answer."}]}""");
    assertThat(run("diff", "-f", file)).isEqualTo(4);
    assertThat(out.toString()).contains("dc-a: 1 difference\n", "dc-b: UNREACHABLE No answer.");
  }

  @Test
  void textsOfADifference_stayOnTheirLine() {
    print(202, "{\"commandId\":\"c1\"}");
    print(
        200,
        outcome(
            "SUCCEEDED",
            "{\"object\":\"a\\nb\",\"field\":\"c\\nd\",\"from\":\"\\u001b[2J\",\"to\":\"e\\nf\"}"));
    assertThat(run("diff", "-f", file)).isEqualTo(1);
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            "dc-a: 1 difference\n  a↵b\n    ~ c↵d: \\x1b[2J → e↵f\n  → A note.\n");
  }

  @Test
  void answerThatCannotBeRead_isNoDifference() {
    print(202, "{\"commandId\":\"c1\"}");
    print(200, outcome("SOMETHING_NEW", NUMBERS));
    assertThat(run("diff", "-f", file)).isEqualTo(70);
  }

  private static String outcome(String verdict, String changes) {
    return """
        {"overall":{"verdict":"%s","complete":true},"clusters":[{"cluster":"dc-a","verdict":"%s",
          "summary":"It is over.","notes":["A note."],"diff":[%s],"violations":[
            {"rule":"min-replicas","version":1,"field":"spec.replicas","found":"1","wanted":"3",
             "help":"Ask for three."}]}]}"""
        .formatted(verdict, verdict, changes);
  }
}
