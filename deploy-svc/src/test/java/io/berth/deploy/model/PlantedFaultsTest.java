/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That {@link CommandSequencesTest} finds a check that is missing. */
class PlantedFaultsTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void missingCheck_isFound(PlantedFault fault) {
    try (QuietLog _ = new QuietLog()) {
      assertThat(
              LongStream.range(0, 2_000).filter(seed -> isFound(fault, seed)).boxed().findFirst())
          .as("the first sequence that finds it")
          .isPresent();
    }
  }

  private static boolean isFound(PlantedFault fault, long seed) {
    World world = new World(fault);
    world.run(Generator.sequence(seed));
    return !Invariants.violated(world).isEmpty();
  }
}
