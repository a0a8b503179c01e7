/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import io.berth.launcher.suite.SuiteProcess;
import java.time.Duration;
import java.util.List;

/** What happens to a process of the suite, for people. */
public sealed interface ProcessEvent {

  SuiteProcess part();

  /** It is healthy for the first time. */
  record Ready(SuiteProcess part, Duration after) implements ProcessEvent {}

  /** It is healthy again, after a death or an illness. */
  record Recovered(SuiteProcess part, Duration after) implements ProcessEvent {}

  /** Its process exited unexpectedly. */
  record Exited(SuiteProcess part, String how, Duration restartIn) implements ProcessEvent {}

  /** Its process exits again and again. */
  record CrashLooping(SuiteProcess part, int times, Duration restartIn, List<String> lastLines)
      implements ProcessEvent {}

  /** It was healthy and is not. */
  record Unhealthy(SuiteProcess part, String detail) implements ProcessEvent {}

  /** It runs and has never been healthy for a long time. */
  record NotReady(SuiteProcess part, Duration since, String detail, List<String> lastLines)
      implements ProcessEvent {}
}
