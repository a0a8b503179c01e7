/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What can be wrong with a pod, the most telling first. */
final class PodChecks {

  private static final List<Function<PodFile, Optional<Finding>>> ALL =
      Stream.of(ImageChecks.ALL, CrashChecks.ALL, PlaceChecks.ALL, ProbeChecks.ALL)
          .flatMap(List::stream)
          .toList();

  /** A pod that is told to go ends, and that is no crash: whether it can is all there is to ask. */
  private static final List<Function<PodFile, Optional<Finding>>> LEAVING =
      List.of(PlaceChecks::nodeLost, ProbeChecks::terminating);

  private PodChecks() {}

  static Optional<Finding> first(PodFile pod) {
    return (pod.leaving() ? LEAVING : ALL)
        .stream().map(check -> check.apply(pod)).flatMap(Optional::stream).findFirst();
  }
}
