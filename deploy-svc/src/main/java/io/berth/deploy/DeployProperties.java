/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.release.ImageReference;
import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.stream.options.DeprecatedProperties;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * This service's configuration; each key is explained in {@code application.yml}.
 *
 * @param kafka bootstrap servers
 * @param topic how topics are named and made
 * @param listen the address that its web server listens on
 * @param cluster this cluster's name
 * @param clusters every cluster's name; empty where this service is not told
 * @param kubeconfig path; empty for the service account of the pod that this runs in
 * @param keptReleases releases kept of each application, 2 to 200
 * @param maxConcurrentApps applications worked on at the same time, 1 to 500
 * @param policy numbers of the rules
 * @param registry where images come from
 * @param rollout how a roll-out is judged
 */
@ConfigurationProperties("berth")
public record DeployProperties(
    String kafka,
    TopicDeclarations topic,
    String listen,
    String cluster,
    List<String> clusters,
    String kubeconfig,
    int keptReleases,
    int maxConcurrentApps,
    PolicyProperties policy,
    RegistryProperties registry,
    RolloutProperties rollout) {

  public DeployProperties {
    Check.that()
        .text("berth.kafka", kafka, 2000)
        .holds(
            listen != null && !listen.isBlank(),
            "berth.listen (BERTH_LISTEN)",
            "nothing",
            "an address such as 127.0.0.1, or 0.0.0.0 for every one of this machine")
        .label("berth.cluster", cluster)
        .between("berth.kept-releases", keptReleases, 2, 200)
        .between("berth.max-concurrent-apps", maxConcurrentApps, 1, 500)
        .orThrow();
    clusters = clusters.stream().filter(name -> !name.isBlank()).toList();
  }

  /**
   * @param minReplicasProd the fewest replicas in production
   * @param mutableTags tags refused in production
   * @param maxEnvBytes bytes of environment variables
   * @param protectedNamespaces where no application may be
   */
  public record PolicyProperties(
      int minReplicasProd,
      List<String> mutableTags,
      int maxEnvBytes,
      List<String> protectedNamespaces) {}

  /**
   * @param pin whether an image's digest is asked of its registry
   * @param endpoints {@code host=url} of registries with another address, or plain http
   * @param auth path of a dockerconfigjson file; empty for none
   * @param timeout for one answer, 100 ms to 60 s
   * @param prefix the registry of images that name none; empty where they are Docker Hub's
   */
  public record RegistryProperties(
      Pin pin, List<String> endpoints, String auth, Duration timeout, String prefix) {

    /** When a registry is asked for an image's digest. */
    public enum Pin {
      ALWAYS,
      NEVER
    }

    public RegistryProperties {
      Check.that()
          .between(
              "berth.registry.timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(60))
          .holds(
              prefix.isBlank() || ImageReference.isPrefix(prefix.trim()),
              "berth.registry.prefix (BERTH_REGISTRY_PREFIX)",
              "'" + prefix + "'",
              "a registry's host with port and path where it has them, such as"
                  + " registry.dc-a.example:5000")
          .orThrow();
    }

    @Nullable String prefixOrNull() {
      return prefix.isBlank() ? null : prefix.trim();
    }
  }

  /**
   * @param grace how long a fault may last before it is the verdict
   */
  public record RolloutProperties(GraceProperties grace) {}

  /**
   * @param fatal for what cannot heal by itself
   * @param crash for containers that end again and again
   * @param unschedulable for pods without a node
   * @param notReady for pods that do not become ready
   */
  public record GraceProperties(
      Duration fatal, Duration crash, Duration unschedulable, Duration notReady) {}

  /** Deprecated names that are still read, and their replacements. */
  static final List<DeprecatedProperties.Renamed> RENAMED =
      List.of(
          DeprecatedProperties.Renamed.of(
              "BERTH_PATIENCE_CERTAIN",
              "berth.patience.certain",
              "BERTH_ROLLOUT_GRACE_FATAL",
              "berth.rollout.grace.fatal"),
          DeprecatedProperties.Renamed.of(
              "BERTH_PATIENCE_CRASH",
              "berth.patience.crash",
              "BERTH_ROLLOUT_GRACE_CRASH",
              "berth.rollout.grace.crash"),
          DeprecatedProperties.Renamed.of(
              "BERTH_PATIENCE_PLACE",
              "berth.patience.place",
              "BERTH_ROLLOUT_GRACE_UNSCHEDULABLE",
              "berth.rollout.grace.unschedulable"),
          DeprecatedProperties.Renamed.of(
              "BERTH_PATIENCE_UNREADY",
              "berth.patience.unready",
              "BERTH_ROLLOUT_GRACE_NOT_READY",
              "berth.rollout.grace.not-ready"),
          DeprecatedProperties.Renamed.of(
              "BERTH_MOST_ENV_BYTES",
              "berth.policy.most-env-bytes",
              "BERTH_MAX_ENV_BYTES",
              "berth.policy.max-env-bytes"),
          DeprecatedProperties.Renamed.of(
              "BERTH_COMMANDS_AT_ONCE",
              "berth.commands-at-once",
              "BERTH_MAX_CONCURRENT_APPS",
              "berth.max-concurrent-apps"));
}
