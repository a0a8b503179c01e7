/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Runs the scenarios in their order. One that fails does not stop the others. */
public final class ScenarioRunner {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new CleanUpScenario(),
          new DeployScenario(),
          new ScaleOutScenario(),
          new RollbackScenario(),
          new LogSearchScenario(),
          new CrashLoopAlertScenario(),
          new PolicyViolationScenario());

  private final GatewayApi gateway;
  private final Consumer<String> print;

  /**
   * @param gateway the door of the running suite
   * @param print takes every line of output
   */
  public ScenarioRunner(GatewayApi gateway, Consumer<String> print) {
    this.gateway = gateway;
    this.print = print;
  }

  /** Runs all scenarios. */
  public Summary run() throws InterruptedException {
    int failed = 0;
    for (int i = 0; i < SCENARIOS.size(); i++) {
      failed += runScenario(i + 1, SCENARIOS.get(i)) ? 0 : 1;
    }
    return new Summary(SCENARIOS.size() - failed, failed);
  }

  private boolean runScenario(int number, Scenario scenario) throws InterruptedException {
    print.accept(number + "/" + SCENARIOS.size() + "  " + scenario.title());
    Instant begin = Instant.now();
    ScenarioContext context = new ScenarioContext(gateway, line -> print.accept("       " + line));
    try {
      String happened = scenario.run(context);
      print.accept("  ok   " + happened + "  [" + since(begin) + "]");
      return true;
    } catch (ScenarioFailedException e) {
      print.accept("  FAIL " + e.getMessage() + "  [" + since(begin) + "]");
      return false;
    } finally {
      print.accept("");
    }
  }

  private static String since(Instant begin) {
    return DurationText.of(Duration.between(begin, Instant.now()));
  }

  /**
   * How it ended.
   *
   * @param passed scenarios that succeeded
   * @param failed scenarios that did not
   */
  public record Summary(int passed, int failed) {

    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed";
    }
  }
}
