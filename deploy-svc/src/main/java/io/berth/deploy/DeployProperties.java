/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * This service's configuration; each key is explained in {@code application.yml}.
 *
 * @param kafka bootstrap servers
 * @param topic how topics are named and made
 * @param cluster this cluster's name
 * @param clusters every cluster's name; empty where this service is not told
 * @param kubeconfig path; empty for the service account of the pod that this runs in
 * @param keptReleases releases kept of each application, 2 to 200
 * @param commandsAtOnce applications worked on at the same time, 1 to 500
 * @param policy numbers of the rules
 * @param registry where images come from
 * @param patience how long a fault may last before it is the verdict
 */
@ConfigurationProperties("berth")
public record DeployProperties(
    String kafka,
    TopicProperties topic,
    String cluster,
    List<String> clusters,
    String kubeconfig,
    int keptReleases,
    int commandsAtOnce,
    PolicyProperties policy,
    RegistryProperties registry,
    PatienceProperties patience) {

  public DeployProperties {
    Check.that()
        .text("berth.kafka", kafka, 2000)
        .label("berth.cluster", cluster)
        .between("berth.kept-releases", keptReleases, 2, 200)
        .between("berth.commands-at-once", commandsAtOnce, 1, 500)
        .orThrow();
    clusters = clusters.stream().filter(name -> !name.isBlank()).toList();
  }

  /**
   * @param prefix before every topic's name
   * @param partitions of new topics; 0 for each topic's own default
   * @param replication of new topics; -1 for the broker's default
   */
  public record TopicProperties(String prefix, int partitions, short replication) {

    TopicDeclarations declarations() {
      return new TopicDeclarations(prefix, partitions, replication);
    }
  }

  /**
   * @param minReplicasProd the fewest replicas in production
   * @param mutableTags tags refused in production
   * @param mostEnvBytes bytes of environment variables
   * @param protectedNamespaces where no application may be
   */
  public record PolicyProperties(
      int minReplicasProd,
      List<String> mutableTags,
      int mostEnvBytes,
      List<String> protectedNamespaces) {}

  /**
   * @param pin whether an image's digest is asked of its registry
   * @param endpoints {@code host=url} of registries with another address, or plain http
   * @param auth path of a dockerconfigjson file; empty for none
   * @param timeout for one answer, 100 ms to 60 s
   */
  public record RegistryProperties(Pin pin, List<String> endpoints, String auth, Duration timeout) {

    /** Whether a registry is asked. */
    public enum Pin {
      ALWAYS,
      NEVER
    }

    public RegistryProperties {
      Check.that()
          .between(
              "berth.registry.timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(60))
          .orThrow();
    }
  }

  /**
   * @param certain for what cannot heal by itself
   * @param crash for containers that end again and again
   * @param place for pods without a node
   * @param unready for pods that do not become ready
   */
  public record PatienceProperties(
      Duration certain, Duration crash, Duration place, Duration unready) {}
}
