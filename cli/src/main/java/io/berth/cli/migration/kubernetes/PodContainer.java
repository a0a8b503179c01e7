/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * A container of the pods.
 *
 * @param source what the manifest says of it
 * @param file where it is written: the application's file, or a part of it
 */
record PodContainer(Source source, BerthFile file, Kind kind) {

  /** What a container is for. */
  enum Kind {
    OWN,
    INIT,
    SIDECAR
  }

  /** The application's own first, then the init containers and the sidecars, as they are listed. */
  static List<PodContainer> of(Source pod, BerthFile file) {
    List<Source> all = pod.field("containers").items();
    if (all.isEmpty()) {
      return List.of();
    }
    Source main = main(all, file.name());
    List<PodContainer> found = new ArrayList<>();
    found.add(new PodContainer(main, file, Kind.OWN));
    List<Source> sidecars = new ArrayList<>();
    for (Source container : pod.field("initContainers").items()) {
      Source restart = container.field("restartPolicy");
      if ("Always".equals(restart.text())) {
        restart.changed(
            "spec.sidecars",
            "It becomes a plain container of the pod: init containers cannot reach it, and it may"
                + " start after the application and end before it.",
            "Make sure that the application waits for it.");
        sidecars.add(container);
      } else {
        found.add(new PodContainer(container, file.addContainer("initContainers"), Kind.INIT));
      }
    }
    all.stream().filter(container -> container != main).forEach(sidecars::add);
    sidecars.forEach(
        sidecar ->
            found.add(new PodContainer(sidecar, file.addContainer("sidecars"), Kind.SIDECAR)));
    return found;
  }

  /** The container that is named like the application, or the first one with a port. */
  private static Source main(List<Source> containers, String app) {
    return containers.stream()
        .filter(container -> app.equals(container.field("name").text()))
        .findFirst()
        .or(
            () ->
                containers.stream()
                    .filter(container -> container.field("ports").isThere())
                    .findFirst())
        .orElse(containers.getFirst());
  }

  boolean isOwn() {
    return kind == Kind.OWN;
  }

  boolean isInit() {
    return kind == Kind.INIT;
  }
}
