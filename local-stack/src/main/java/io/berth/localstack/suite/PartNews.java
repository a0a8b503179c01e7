/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.time.Duration;
import java.util.List;

/** What happens to a part, for people. */
sealed interface PartNews {

  Part part();

  /** It is healthy for the first time. */
  record Ready(Part part, Duration after) implements PartNews {}

  /** It is healthy again, after a death or an illness. */
  record Recovered(Part part, Duration after) implements PartNews {}

  /** Its process ended though nobody asked it to. */
  record Died(Part part, String how, Duration restartIn) implements PartNews {}

  /** It dies again and again. */
  record KeepsDying(Part part, int times, Duration restartIn, List<String> lastLines)
      implements PartNews {}

  /** It was healthy and is not. */
  record Ailing(Part part, String detail) implements PartNews {}

  /** It runs and has never been healthy for a long time. */
  record NotReady(Part part, Duration since, String detail, List<String> lastLines)
      implements PartNews {}
}
