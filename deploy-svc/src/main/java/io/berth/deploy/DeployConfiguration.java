/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.delivery.Images;
import io.berth.deploy.kafka.KafkaAccess;
import io.berth.deploy.kubernetes.Connection;
import io.berth.deploy.kubernetes.WatchedCluster;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.registry.NoRegistry;
import io.berth.deploy.registry.RegistryImages;
import io.berth.deploy.rollout.Patience;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.web.PodController;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
class DeployConfiguration {

  private final ApplicationContext context;

  DeployConfiguration(ApplicationContext context) {
    this.context = context;
  }

  @Bean
  KafkaAccess kafkaAccess(DeployProperties properties) {
    String service = "deploy-svc-" + properties.cluster();
    return new KafkaAccess(
        properties.kafka(),
        properties.topic().prefix(),
        properties.topic().prefix() + service,
        "/berth/deploy-svc/" + properties.cluster(),
        service);
  }

  @Bean(destroyMethod = "close")
  KubernetesClient kubernetesClient(DeployProperties properties) {
    return Connection.open(properties.kubeconfig());
  }

  @Bean
  Planner planner(DeployProperties properties) {
    var policy = properties.policy();
    return new Planner(
        new Rules(
            new PolicyParameters(
                policy.minReplicasProd(),
                policy.mutableTags(),
                policy.mostEnvBytes(),
                policy.protectedNamespaces(),
                properties.clusters())));
  }

  @Bean
  Images images(DeployProperties properties) {
    var registry = properties.registry();
    return switch (registry.pin()) {
      case ALWAYS -> new RegistryImages(registry.endpoints(), registry.auth(), registry.timeout());
      case NEVER -> new NoRegistry();
    };
  }

  @Bean
  RolloutDecider rolloutDecider(DeployProperties properties) {
    var patience = properties.patience();
    return new RolloutDecider(
        new Patience(patience.certain(), patience.crash(), patience.place(), patience.unready()));
  }

  @Bean
  DeployService deployService(
      DeployProperties properties,
      KafkaAccess access,
      KubernetesClient client,
      Planner planner,
      Images images,
      RolloutDecider decider) {
    DeployService service = new DeployService(properties, access, client, planner, images, decider);
    service.onFatal(exit(context));
    return service;
  }

  @Bean
  PodController podController(KubernetesClient client) {
    return new PodController(client);
  }

  @Bean
  HealthIndicator kafka(DeployService service) {
    return () ->
        service
            .kafkaTrouble()
            .map(why -> Health.down().withDetail("reason", why).build())
            .orElseGet(() -> Health.up().build());
  }

  @Bean
  HealthIndicator kubernetes(DeployService service) {
    return () -> {
      WatchedCluster view = service.view();
      return view.watching()
          ? Health.up().withDetails(namespaces(service)).build()
          : Health.down()
              .withDetail(
                  "reason",
                  "the Kubernetes API does not answer; commands wait. Check KUBECONFIG and the"
                      + " server that it names")
              .build();
    };
  }

  @Bean
  MeterBinder looksWaiting(DeployService service) {
    return registry ->
        Gauge.builder("berth.looks.waiting", service.looks(), Looks::waiting)
            .description("Applications of which there was news while they were looked at")
            .register(registry);
  }

  /** One namespace without rights takes nothing from the others: the service is well. */
  private static Map<String, Object> namespaces(DeployService service) {
    Map<String, String> missing = service.rights().missing();
    return missing.isEmpty() ? Map.of() : Map.of("namespacesWithoutRights", missing);
  }

  /**
   * Ends the process. On a thread of its own: the one that found the fault is to be stopped too.
   */
  private static Runnable exit(ApplicationContext context) {
    return () ->
        Thread.ofPlatform()
            .name("exit")
            .start(() -> System.exit(SpringApplication.exit(context, () -> 1)));
  }
}
