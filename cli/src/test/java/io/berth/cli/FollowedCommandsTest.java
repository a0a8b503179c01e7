/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Commands that are followed to their verdict with {@code --wait}, and what the verdict means to a
 * shell.
 */
class FollowedCommandsTest extends CannedGateway {

  @Test
  void waiting_endsWithTheVerdict_andALinePerCluster() {
    print(202, "{\"commandId\":\"c1\"}");
    print(200, STORY.formatted("SUCCEEDED", "SUCCEEDED", "\"violations\":[]"));
    assertThat(run("restart", "shop/cart", "--wait")).isZero();
    assertThat(out.toString())
        .contains("dc-a    ██████····  2/3 ready, 3 new  SUCCEEDED   It is over.")
        .contains("SUCCEEDED: scale shop/cart — dc-a is done");
  }

  @Test
  void clusterWithoutTheApplication_isNoTarget_andTheExitCodeIs0() {
    print(202, "{\"commandId\":\"c1\"}");
    print(
        200,
        "{\"verb\":\"scale\",\"app\":\"shop/cart\",\"overall\":{\"verdict\":\"SUCCEEDED\",\"complete\":"
            + "true,\"sentence\":\"dc-a succeeded, dc-b does not have it\"},\"clusters\":["
            + "{\"cluster\":\"dc-a\",\"verdict\":\"SUCCEEDED\",\"summary\":\"It is over.\"},"
            + "{\"cluster\":\"dc-b\",\"verdict\":\"REJECTED\",\"skipped\":true,\"summary\":\"x\","
            + "\"violations\":[{\"rule\":\"app-exists\",\"field\":\"app\"}]}]}");
    assertThat(run("scale", "shop/cart", "5", "--wait")).isZero();
    assertThat(out.toString())
        .contains("  dc-b    does not have it\n")
        .endsWith("SUCCEEDED: scale shop/cart — dc-a succeeded, dc-b does not have it\n");
  }

  @Test
  void commandThatWaitsForItsWave_isShownWithWhatItWaitsFor() {
    print(202, "{\"commandId\":\"c1\"}");
    print(
        200,
        "{\"overall\":{\"complete\":false},\"clusters\":[{\"cluster\":\"dc-b\","
            + "\"progress\":{\"wanted\":0,\"ready\":0,\"updated\":0},"
            + "\"steps\":[{\"text\":\"Waits its turn: wave 1: dc-a has to succeed first\"}]}]}");
    print(200, STORY.formatted("SUCCEEDED", "SUCCEEDED", "\"violations\":[]"));
    assertThat(run("restart", "shop/cart", "--wait")).isZero();
    assertThat(out.toString())
        .contains("  dc-b    Waits its turn: wave 1: dc-a has to succeed first\n");
  }

  @ParameterizedTest
  @CsvSource({"502", "503", "504"})
  void gatewayThatRestartsWhileACommandIsFollowed_isAskedAgain(int status) {
    print(202, "{\"commandId\":\"c1\"}");
    print(status, "{\"title\":\"The view is not complete yet\"}");
    print(status, "not from a gateway");
    print(200, STORY.formatted("SUCCEEDED", "SUCCEEDED", "\"violations\":[]"));
    assertThat(run("restart", "shop/cart", "--wait")).isZero();
    assertThat(out.toString())
        .containsOnlyOnce("The gateway does not answer; the command goes on")
        .contains("SUCCEEDED: scale shop/cart — dc-a is done");
  }

  @Test
  void gatewayThatIsAwayFromTheBeginning_isToldAtOnce() {
    print(503, "{\"title\":\"The view is not complete yet\"}");
    assertThat(run("operations", "c1", "--wait")).isEqualTo(4);
    assertThat(asked).hasSize(1);
  }

  @Test
  void failedCommand_isExit1_withDiagnosisAndAdvice() {
    print(202, "{\"commandId\":\"c1\"}");
    print(
        200,
        STORY.formatted(
            "FAILED",
            "FAILED",
            "\"diagnosis\":{\"explanation\":\"The image is not there.\",\"evidence\":[],"
                + "\"advice\":[\"Push it.\"]}"));
    assertThat(run("stop", "shop/cart", "--wait")).isEqualTo(1);
    assertThat(out.toString()).contains("dc-a: The image is not there.").contains("→ Push it.");
  }

  @Test
  void rejectionByPolicy_isExit3_withEachRule() {
    print(
        200,
        STORY.formatted(
            "REJECTED",
            "REJECTED",
            "\"violations\":[{\"rule\":\"min-replicas\",\"version\":1,\"field\":\"spec.replicas\","
                + "\"found\":\"1\",\"wanted\":\"3\",\"help\":\"Ask for three.\"}]"));
    assertThat(run("operations", "c1")).isEqualTo(3);
    assertThat(out.toString())
        .contains("dc-a refused spec.replicas: found 1, wanted 3  [min-replicas v1]")
        .contains("Ask for three.");
  }

  @Test
  void clusterWithoutAnswer_isExit4() {
    print(200, STORY.formatted("UNREACHABLE", "UNREACHABLE", "\"violations\":[]"));
    assertThat(run("operations", "c1", "-o", "json")).isEqualTo(4);
    assertThat(out.toString()).contains("\"commandId\" : \"c1\"");
  }
}
