/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.release.Release;
import io.berth.deploy.release.ReleaseImages;
import io.berth.deploy.release.Releases;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Scale;
import io.berth.events.command.Tier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command would make of an application in this cluster; the rules look at it.
 *
 * @param command as it was given
 * @param cluster where
 * @param kubernetes the version of its API server
 * @param environment of the namespace
 * @param spec what would run
 * @param images what its images are
 * @param replicas how many
 * @param current the release that runs now; null where there is none
 * @param releases those that are kept
 * @param quota room in the namespace
 */
public record PolicyInput(
    Command command,
    String cluster,
    KubernetesVersion kubernetes,
    Environment environment,
    AppSpec spec,
    ReleaseImages images,
    int replicas,
    @Nullable Release current,
    Releases releases,
    QuotaHeadroom quota) {

  private static final AppSpec NONE =
      new AppSpec(
          Tier.STANDARD,
          "none",
          List.of(),
          List.of(),
          null,
          Map.of(),
          List.of(),
          Map.of(),
          null,
          1,
          Map.of(),
          RolloutStrategy.Rolling.standard(),
          false,
          false,
          Map.of());

  /** For a command that starts nothing new: only its target is checked. */
  public static PolicyInput withoutSpec(
      Command command, String cluster, Environment environment, @Nullable Release current) {
    return new PolicyInput(
        command,
        cluster,
        KubernetesVersion.UNKNOWN,
        environment,
        NONE,
        ReleaseImages.none(),
        0,
        current,
        Releases.none(),
        QuotaHeadroom.UNBOUNDED);
  }

  boolean isProduction() {
    return environment == Environment.PROD;
  }

  /** Whether the command carries the spec itself: only then the spec's rules apply. */
  boolean bringsSpec() {
    return command instanceof Deploy;
  }

  /** The field of the command that the replica count comes from. */
  String replicasField() {
    if (command instanceof Scale) {
      return "replicas";
    }
    return spec.replicasByCluster().containsKey(cluster)
        ? "spec.replicasByCluster." + cluster
        : "spec.replicas";
  }
}
