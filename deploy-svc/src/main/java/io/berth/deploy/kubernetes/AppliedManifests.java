/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.release.Release;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What Berth wrote last to an object whose {@code managedFields} do not say so: a backup restores
 * it as another field manager's.
 */
final class AppliedManifests {

  private final ReleaseHistory releases;

  AppliedManifests(ReleaseHistory releases) {
    this.releases = releases;
  }

  /**
   * With the fields that Berth may have set, whatever their values. From the release that the
   * object names; empty where it is not kept, or the object is a parallel Deployment.
   */
  Optional<HasMetadata> find(HasMetadata live) {
    Map<String, String> labels = live.getMetadata().getLabels();
    String number = labels == null ? null : labels.get(Annotations.VERSION);
    return number == null || !number.matches("\\d{1,18}")
        ? Optional.empty()
        : ObjectOwner.of(live)
            .filter(owner -> owner.track() == null)
            .flatMap(
                owner ->
                    ApiErrors.call(() -> releases.find(owner.app(), Long.parseLong(number)))
                        .flatMap(release -> manifest(live, owner.app(), release)));
  }

  private static Optional<HasMetadata> manifest(HasMetadata live, AppRef app, Release release) {
    DesiredState applied =
        new DesiredState(
            "",
            app,
            release,
            release.spec().replicas(),
            false,
            false,
            release.spec().replicas(),
            "",
            false,
            new CommandRef("", "", "", Instant.EPOCH, Instant.EPOCH, ""),
            null,
            "");
    return AppManifests.of(applied).stream()
        .filter(object -> object.getKind().equals(live.getKind()))
        .filter(object -> object.getMetadata().getName().equals(live.getMetadata().getName()))
        .findFirst();
  }
}
