/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of commands, duplicates, restarts, outages, takeovers and writes of somebody
 * else, against the real command handling over an API server and topics in memory. {@code
 * -Dberth.deploy.sequences=200000} tries more sequences, {@code -Dberth.deploy.seed=7} one alone.
 */
class CommandSequencesTest {

  private static final int SEQUENCES = Integer.getInteger("berth.deploy.sequences", 2_000);
  private static final long SEED = Long.getLong("berth.deploy.seed", -1);

  @Test
  void anySequence_leavesOneEffectAndOneVerdictOfEachCommand_andForeignObjectsUntouched() {
    try (QuietLog _ = new QuietLog()) {
      (SEED >= 0 ? LongStream.of(SEED) : LongStream.range(0, SEQUENCES))
          .parallel()
          .filter(seed -> !violations(Generator.sequence(seed)).isEmpty())
          .boxed()
          .findFirst()
          .ifPresent(CommandSequencesTest::report);
    }
  }

  private static void report(long seed) {
    List<Step> shortest =
        new Shrinker(steps -> !violations(steps).isEmpty()).shrink(Generator.sequence(seed));
    assertThat(violations(shortest)).as(words(seed, shortest)).isEmpty();
  }

  private static String words(long seed, List<Step> steps) {
    return steps.stream()
        .map(step -> "  " + step)
        .collect(
            Collectors.joining(
                "\n",
                "shortest sequence of seed "
                    + seed
                    + " that fails (alone: -Dtest=CommandSequencesTest -Dberth.deploy.seed="
                    + seed
                    + ")\n",
                "\n"));
  }

  static List<String> violations(List<Step> steps) {
    World world = new World();
    world.run(steps);
    return Invariants.violated(world);
  }
}
