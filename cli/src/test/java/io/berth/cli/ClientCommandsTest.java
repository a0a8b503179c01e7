/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The client commands against a gateway with canned answers. */
class ClientCommandsTest extends CannedGateway {

  @TempDir private Path folder = Path.of("");

  @Test
  void scale_submitsTheCommand_andAdvisesHowToFollowIt() {
    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("scale", "shop/cart", "5", "-c", "dc-a", "--reason", "sale", "--id", "c1"))
        .isZero();
    assertThat(asked)
        .containsExactly(
            "POST /api/v1/commands/scale {\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},"
                + "\"replicas\":5,\"meta\":{\"clusters\":[\"dc-a\"],\"reason\":\"sale\"}}");
    assertThat(out.toString()).contains("./berth operations c1 --wait");
  }

  @Test
  void remove_wantsTheNameAgain() {
    assertThat(run("remove", "shop/cart")).isEqualTo(2);
    assertThat(err.toString()).contains("--confirm");
    assertThat(asked).isEmpty();

    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("remove", "shop/cart", "--confirm", "cart")).isZero();
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith(
            "POST /api/v1/commands/remove {\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},"
                + "\"confirm\":\"cart\"");
  }

  /** What one reader takes for eight and another for ten: as in the files, it is refused. */
  @ParameterizedTest
  @CsvSource({"010", "+3", "0x10", "１", "٣", "1_000", "3.0", "1e1", "' 3'", "2147483648", "''"})
  void numberThatIsWrittenInAnotherWay_isRefused_withHowToWriteIt(String number) {
    assertThat(run("scale", "shop/cart", number)).isNotZero();
    assertThat(err.toString())
        .contains("found '" + number + "'", "a whole number of at most 2147483647", "such as 3");
    err.getBuffer().setLength(0);
    assertThat(run("rollback", "shop/cart", "--to", number.replace("2147483648", "0".repeat(20))))
        .isNotZero();
    assertThat(err.toString()).contains("a whole number of at most 9223372036854775807");
    assertThat(asked).isEmpty();
  }

  @Test
  void deadLetters_areListedWithTheirReasons_andPutBack() {
    print(
        200,
        "{\"items\":[{\"at\":\"2026-11-22T12:00:00Z\",\"source\":\"berth.logs.raw-1-7\",\"bytes\":12,"
            + "\"replayable\":true,\"reason\":\"unreadable: no event\"}]}");
    print(200, "{\"replayed\":1,\"skipped\":2,\"left\":3}");
    assertThat(run("dead-letters", "-n", "5")).isZero();
    assertThat(out.toString()).contains("berth.logs.raw-1-7", "unreadable: no event");
    assertThat(run("dead-letters", "--replay")).isZero();
    assertThat(out.toString()).contains("1 replayed, 2 could not be, 3 left.");
    assertThat(asked.getFirst()).startsWith("GET /api/v1/logs/dead-letters?limit=5");
    assertThat(asked.getLast()).startsWith("POST /api/v1/logs/dead-letters/replay?limit=50");
  }

  @Test
  void createNamespace_isSent() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            "app: {namespace: a, name: b}\nspec: {image: \"a:1\", replicas: 3}");
    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("deploy", "-f", file.toString(), "--create-namespace")).isZero();
    print(202, "{\"commandId\":\"c2\"}");
    assertThat(run("deploy", "-f", file.toString())).isZero();
    assertThat(asked.getFirst()).contains("\"createNamespace\":true");
    assertThat(asked.getLast()).doesNotContain("createNamespace");
  }

  @Test
  void ensureNamespace_namesEnvironmentAndOwner() {
    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("ensure-namespace", "shop", "--environment", "qa", "--owner", "team-shop"))
        .isZero();
    assertThat(asked)
        .containsExactly(
            "POST /api/v1/commands/ensure-namespace"
                + " {\"namespace\":\"shop\",\"environment\":\"QA\",\"owner\":\"team-shop\","
                + "\"meta\":{}}");
  }

  @Test
  void promoteAndAbort_nameTheApplication() {
    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("promote", "shop/cart", "--id", "c1")).isZero();
    print(202, "{\"commandId\":\"c2\"}");
    assertThat(run("abort", "shop/cart", "--id", "c2")).isZero();
    assertThat(asked)
        .anyMatch(line -> line.startsWith("POST /api/v1/commands/promote {\"app\":"))
        .anyMatch(line -> line.startsWith("POST /api/v1/commands/abort {\"app\":"));
  }

  @Test
  void faultsOfTheInput_areListed_asExit3() throws IOException {
    print(
        400,
        "{\"title\":\"The input is not valid\",\"errors\":[{\"field\":\"spec.replicas\","
            + "\"found\":\"0\",\"wanted\":\"1 to 1000\"}]}");
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            "app: {namespace: a, name: b}\nspec: {image: \"a:1\", replicas: 3}");
    assertThat(run("deploy", "-f", file.toString())).isEqualTo(3);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "The input is not valid.\n  spec.replicas: found 0, wanted 1 to 1000\n");
  }

  @Test
  void wrongToken_saysWhereTheTokenComesFrom() {
    print(401, "{}");
    assertThat(run("apps")).isEqualTo(3);
    assertThat(err.toString()).contains("BERTH_API_TOKEN").contains(".berth/token");
  }

  @Test
  void unreachableGateway_isExit4_withAdvice() {
    server.stop(0);
    assertThat(run("apps")).isEqualTo(4);
    assertThat(err.toString()).contains("./berth up").contains("BERTH_GATEWAY");
  }

  @Test
  void wrongCommandLine_isExit2() {
    assertThat(run("scale", "cart", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("wanted namespace/name, such as shop/cart");
    assertThat(run("deploy", "-f", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"90s, PT1M30S", "10m, PT10M", "1h30m, PT1H30M", "PT5M, PT5M"})
  void deadline_isSentInTheFormatOfTheContract(String deadline, String sent) {
    print(202, "{\"commandId\":\"c1\"}");
    assertThat(run("stop", "shop/cart", "--deadline", deadline)).isZero();
    assertThat(asked.getFirst()).contains("\"meta\":{\"deadline\":\"" + sent + "\"}");
  }

  @ParameterizedTest
  @CsvSource({"600, 600s or 600m", "10 min, 10m", "5M, 5m"})
  void deadline_withoutUnit_isExit2_andSuggestsOne(String deadline, String meant) {
    assertThat(run("stop", "shop/cart", "--deadline", deadline)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--deadline", "found '" + deadline + "'", "did you mean " + meant + "?");
    assertThat(asked).isEmpty();
  }

  @Test
  void emptyLists_adviseTheNextStep() {
    print(200, "{\"items\":[]}");
    print(200, "{\"items\":[]}");
    assertThat(run("apps")).isZero();
    assertThat(run("decisions", "shop/cart")).isZero();
    assertThat(out.toString())
        .contains("./berth deploy -f examples/cart.yaml --wait")
        .contains("./berth policy set -f examples/cart-scaling.yaml");
  }

  @Test
  void apps_tellWhoseTheReadyPodsAre_whereTheyAreNotOfTheRelease() {
    String state =
        """
        {"cluster": "dc-a", "alerts": [], "state": {"release": %d, "phase": "%s", "image": "c:%d",
         "replicas": {"ready": 2, "wanted": 2}, "readyByRelease": [{"release": 1, "ready": 2}]}}
        """;
    print(
        200,
        "{\"items\": [{\"namespace\": \"shop\", \"name\": \"cart\", \"clusters\": [%s, %s]}]}"
            .formatted(state.formatted(2, "DEGRADED", 2), state.formatted(1, "RUNNING", 1)));
    assertThat(run("apps")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "shop/cart dc-a DEPLOYMENT 2 2/2 (2 of release 1) DEGRADED - c:2",
            "shop/cart dc-a DEPLOYMENT 1 2/2 RUNNING - c:1");
  }

  @Test
  void apps_tellWhatRunsThePods() {
    print(
        200,
        """
        {"items": [{"namespace": "shop", "name": "orders", "clusters": [
          {"cluster": "dc-a", "alerts": [], "state": {"release": 1, "phase": "RUNNING",
           "image": "o:1", "replicas": {"ready": 3, "wanted": 3}, "kind": "STATEFUL"}}]}]}
        """);
    assertThat(run("apps")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("shop/orders dc-a STATEFUL 1 3/3 RUNNING - o:1");
  }

  @Test
  void policySet_usesTheApplicationOfTheFile() throws IOException {
    print(200, "{\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"},\"version\":2}");
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            "app: {namespace: shop, name: cart}\nminReplicas: 3\nmaxReplicas: 5\n"
                + "metrics: [{type: UTILIZATION, resource: CPU, percent: 60}]");
    assertThat(run("policy", "set", "-f", file.toString())).isZero();
    assertThat(asked.getFirst()).startsWith("PUT /api/v1/scaling-policies/shop/cart ");
  }

  @Test
  void controlCharactersOfALog_areShown_andNotObeyed() {
    print(
        200,
        STORY.formatted(
            "FAILED",
            "FAILED",
            "\"diagnosis\":{\"explanation\":\"It ended: \\u001b[2Jgone\\rover\",\"evidence\":[],"
                + "\"advice\":[]}"));
    assertThat(run("operations", "c1")).isEqualTo(1);
    assertThat(out.toString()).contains("It ended: \\x1b[2Jgone\\x0dover").doesNotContain("\u001b");
  }

  @Test
  void everyCommand_explainsItself_withAnExample() {
    CommandLine program = program();
    program
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(command.getUsageMessage())
                    .as(name)
                    .contains("Example", "berth " + name));
  }
}
