/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/** Another team's application, as it stands in {@code examples/release-bot}. */
@ExtendWith(WithSuite.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
class ReleaseBotE2E {

  private static final Path BOT =
      Path.of(System.getProperty("berth.root"), "examples/release-bot/target/release-bot-app.jar");

  /** Long, since it is there to end a test that hangs, not to judge a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path files;

  @Test
  void itsCommand_isCarriedOut_andItHearsTheVerdictOfEachCluster(BerthProgram berth)
      throws IOException, InterruptedException {
    berth.api().ensureNamespace("sale");
    var deployed = berth.deploy(manifest());
    assertThat(deployed.exitCode()).as(deployed.output()).isZero();
    Path said = files.resolve("bot.log");
    var bot =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1", // it ends before a better compiler would pay
            "-jar",
            BOT.toString(),
            "--app=sale/cart",
            "--replicas=2");
    bot.environment().put("BERTH_KAFKA", berth.kafka());
    bot.redirectErrorStream(true).redirectOutput(Redirect.to(said.toFile()));

    var process = bot.start();
    try {
      await()
          .atMost(PATIENCE)
          .failFast(() -> assertThat(process.isAlive()).as(Files.readString(said)).isTrue())
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(said))
                      .anyMatch(line -> line.startsWith("dc-a SUCCEEDED: "))
                      .anyMatch(line -> line.startsWith("dc-b SUCCEEDED: ")));
    } finally {
      process.destroy();
      process.waitFor();
    }
    JsonNode newest =
        berth
            .api()
            .ask("GET", "/api/v1/operations?app=sale/cart&limit=1", "")
            .path("items")
            .path(0);
    assertThat(newest.path("verb").asString()).isEqualTo("scale");
    assertThat(newest.path("requestedBy").asString()).isEqualTo("release-bot");
    assertThat(newest.path("reason").asString()).isEqualTo("the sale begins at noon");
  }

  private Path manifest() throws IOException {
    return Files.writeString(
        files.resolve("cart.yaml"),
        """
        app: {namespace: sale, name: cart}
        spec:
          image: registry.example.com/sale/cart:1
          replicas: 1
          limits: {cpu: 50m, memory: 256Mi}
          probes: {liveness: {check: {type: TCP, port: 8080}}, readiness: {check: {type: TCP, port: 8080}}}
        """);
  }
}
