/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.release.ContainerImages;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.ReleaseImages;
import io.berth.events.command.Abort;
import io.berth.events.command.AppSpec;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Deploy;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command asks for, before any rule has been checked. */
sealed interface DesiredApp {

  /** The desired state cannot be determined. */
  record Unresolvable(Violation why) implements DesiredApp {}

  /**
   * What the application should be.
   *
   * @param release what runs
   * @param newRelease whether it is a new one
   * @param replicas how many
   * @param paused whether the roll-out is paused
   * @param stoppedFrom the count before a Stop
   * @param restartedAt a new value replaces every pod
   * @param notes for the requester
   */
  record Resolved(
      Release release,
      boolean newRelease,
      int replicas,
      boolean paused,
      @Nullable Integer stoppedFrom,
      @Nullable String restartedAt,
      List<String> notes)
      implements DesiredApp {}

  static DesiredApp of(
      ApplicationCommand command,
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      Map<ImageReference, ImageResolution> images,
      @Nullable String registryPrefix) {
    if (command instanceof Deploy deploy) {
      return deploy(
          deploy,
          received,
          snapshot,
          images,
          new ReleaseImages(digests(deploy.spec(), images), registryPrefix));
    }
    ObservedApp live = snapshot.live();
    Release current = snapshot.current();
    if (live == null) {
      return new Unresolvable(NotFoundViolations.violation(command.app(), snapshot));
    }
    if (current == null) {
      return new Unresolvable(
          NotFoundViolations.release(
              "app",
              "release " + live.release() + ", which is not kept here any more",
              "a kept release",
              "Deploy the application again."));
    }
    return ofLive(command, received, snapshot, live, current, registryPrefix);
  }

  private static DesiredApp ofLive(
      ApplicationCommand command,
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      ObservedApp live,
      Release current,
      @Nullable String registryPrefix) {
    return switch (command) {
      case Rollback rollback ->
          new RollbackPlanner(received, snapshot, live, current, registryPrefix).plan(rollback);
      case Scale scale -> scale(scale, snapshot, live, current);
      case Stop _ -> stop(live, current);
      case Restart _ -> restart(received, live, current);
      case Pause _ -> pause(live, current, true);
      case Resume _ -> pause(live, current, false);
      case Abort _ ->
          new RollbackPlanner(received, snapshot, live, current, registryPrefix).abort();
      case Promote _ ->
          new Unresolvable(
              NotFoundViolations.change(
                  "a rolling update",
                  "a canary or blue-green roll-out that waits",
                  "There is nothing to promote."));
      case Deploy _, Remove _ -> throw new IllegalArgumentException("planned elsewhere");
    };
  }

  private static DesiredApp deploy(
      Deploy deploy,
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      Map<ImageReference, ImageResolution> images,
      ReleaseImages resolved) {
    ObservedApp live = snapshot.live();
    Optional<Release> again = snapshot.releases().createdBy(received.id());
    Release release =
        again.orElseGet(
            () ->
                new Release(
                    snapshot.nextRelease(),
                    deploy.spec(),
                    resolved,
                    received.id(),
                    deploy.meta().requestedBy(),
                    deploy.meta().reason(),
                    received.issuedAt(),
                    null,
                    null,
                    ReleaseOutcome.OPEN));
    // A new application starts with the requested count, and so does one without replicas, which
    // the scaler never sets; a running one keeps what the scaler set.
    Integer kept =
        snapshot.scalingActive() && live != null && !live.isStopped() && live.replicas() > 0
            ? live.replicas()
            : null;
    return new Resolved(
        release,
        again.isEmpty(),
        kept == null ? deploy.spec().replicasIn(snapshot.cluster()) : kept,
        false,
        null,
        null,
        notes(kept, deploy.spec(), images));
  }

  private static Map<String, String> digests(
      AppSpec spec, Map<ImageReference, ImageResolution> images) {
    Map<String, String> digests = new HashMap<>();
    for (String name : ContainerImages.of(spec).names()) {
      ImageReference.parse(name)
          .map(image -> digest(image, images))
          .ifPresent(digest -> digests.put(name, digest));
    }
    return digests;
  }

  private static @Nullable String digest(
      ImageReference image, Map<ImageReference, ImageResolution> images) {
    return images.get(image) instanceof ImageResolution.Digest(String digest)
        ? digest
        : image.digest();
  }

  private static List<String> notes(
      @Nullable Integer kept, AppSpec spec, Map<ImageReference, ImageResolution> images) {
    List<String> notes = new ArrayList<>();
    if (kept != null) {
      notes.add("A scaling policy is in force: the replica count stays at " + kept + ".");
    }
    for (ImageReference image : ContainerImages.of(spec).references()) {
      if (images.get(image) instanceof ImageResolution.Unpinned(String note)) {
        notes.add(note);
      }
    }
    return notes;
  }

  private static DesiredApp scale(
      Scale scale, ClusterSnapshot snapshot, ObservedApp live, Release current) {
    return new Resolved(
        current,
        false,
        scale.replicas(),
        live.isPausedByBerth(),
        null,
        live.restartedAt(),
        snapshot.scalingActive()
            ? List.of(
                "A scaling policy is in force: its next decision may change the count again. Pause"
                    + " the policy to keep it.")
            : List.of());
  }

  private static DesiredApp stop(ObservedApp live, Release current) {
    return new Resolved(
        current,
        false,
        0,
        false,
        live.runningReplicas(),
        live.restartedAt(),
        List.of(
            "Scale, Deploy or Rollback brings it back; it ran with "
                + live.runningReplicas()
                + "."));
  }

  private static DesiredApp restart(ReceivedCommand received, ObservedApp live, Release current) {
    return new Resolved(
        current,
        false,
        live.replicas(),
        false,
        live.stoppedFrom(),
        received.issuedAt().toString(),
        List.of());
  }

  private static DesiredApp pause(ObservedApp live, Release current, boolean paused) {
    return new Resolved(
        current, false, live.replicas(), paused, live.stoppedFrom(), live.restartedAt(), List.of());
  }
}
