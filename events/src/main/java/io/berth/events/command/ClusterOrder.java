/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.Check;
import java.time.Duration;
import java.util.List;

/** The order of a command's clusters. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClusterOrder.AllAtOnce.class, name = "ALL_AT_ONCE"),
  @JsonSubTypes.Type(value = ClusterOrder.Waves.class, name = "WAVES")
})
public sealed interface ClusterOrder {

  /** Every cluster starts when it reads the command. */
  record AllAtOnce() implements ClusterOrder {}

  /**
   * Each wave starts when every cluster of the wave before succeeded and its bake time passed.
   *
   * @param waves the clusters of each wave, at least one wave, none of them empty
   * @param bake how long a wave is watched before the next starts, up to 24 hours
   */
  record Waves(List<List<String>> waves, Duration bake) implements ClusterOrder {
    @SuppressWarnings("NullAway") // JSON may leave these out
    public Waves {
      bake = bake == null ? Duration.ZERO : bake;
      waves = waves == null ? List.of() : waves.stream().map(List::copyOf).toList();
      Check check =
          Check.that()
              .notEmpty("waves", waves)
              .between("bake", bake, Duration.ZERO, Duration.ofHours(24));
      for (int i = 0; i < waves.size(); i++) {
        check.notEmpty("waves[" + i + "]", waves.get(i));
      }
      check.orThrow();
    }
  }
}
