/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far back each topic of the view is read at the start; compacted topics from the beginning.
 */
public final class ReplayWindows implements Function<String, @Nullable Duration> {

  private final Map<String, Duration> windows;

  /**
   * @param prefix of the topics' names
   * @param operations how far back commands and their operations are read
   * @param decisions how far back scaling decisions are read
   */
  public ReplayWindows(String prefix, Duration operations, Duration decisions) {
    this.windows =
        Map.of(
            prefix + Topics.COMMANDS, operations,
            prefix + Topics.OPERATIONS, operations,
            prefix + Topics.SCALING_DECISIONS, decisions);
  }

  @Override
  public @Nullable Duration apply(String topic) {
    return windows.get(topic);
  }
}
