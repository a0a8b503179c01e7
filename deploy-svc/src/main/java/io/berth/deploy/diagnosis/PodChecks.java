/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All checks of a pod, the most specific first. */
final class PodChecks {

  private static final List<Function<PodInspection, Optional<RolloutFinding>>> ALL =
      Stream.of(ImageChecks.ALL, CrashChecks.ALL, SchedulingChecks.ALL, ProbeChecks.ALL)
          .flatMap(List::stream)
          .toList();

  /** A terminating pod ends without having crashed; only whether it can terminate is checked. */
  private static final List<Function<PodInspection, Optional<RolloutFinding>>> TERMINATING =
      List.of(SchedulingChecks::nodeLost, ProbeChecks::terminating);

  private PodChecks() {}

  static Optional<RolloutFinding> first(PodInspection pod) {
    return (pod.isTerminating() ? TERMINATING : ALL)
        .stream().map(check -> check.apply(pod)).flatMap(Optional::stream).findFirst();
  }
}
