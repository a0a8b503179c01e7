/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.deploy.kafka.KafkaAccess;
import io.berth.deploy.kafka.KafkaConnections;
import io.berth.deploy.kubernetes.InformerAppCache;
import io.berth.deploy.kubernetes.KubernetesClients;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.registry.RegistryImageResolver;
import io.berth.deploy.registry.UnpinnedImageResolver;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.web.AppPodController;
import io.berth.deploy.web.RenderController;
import io.berth.stream.KafkaCondition;
import io.berth.stream.KafkaGate;
import io.berth.stream.options.DeprecatedProperties;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Creates the beans. */
@Configuration(proxyBeanMethods = false)
class DeployConfiguration {

  @Bean
  KafkaAccess kafkaAccess(DeployProperties properties) {
    String service = "deploy-svc-" + properties.cluster();
    return new KafkaAccess(
        properties.kafka(),
        properties.topic().prefix(),
        "/berth/deploy-svc/" + properties.cluster(),
        service);
  }

  @Bean(destroyMethod = "close")
  KubernetesClient kubernetesClient(DeployProperties properties) {
    return KubernetesClients.open(properties.kubeconfig());
  }

  @Bean
  DeployRules deployRules(DeployProperties properties) {
    return new DeployRules(
        planner(properties), rolloutDecider(properties), images(properties), properties.clusters());
  }

  private static Planner planner(DeployProperties properties) {
    var policy = properties.policy();
    return new Planner(
        new PolicyRules(
            new PolicyParameters(
                policy.minReplicasProd(),
                policy.mutableTags(),
                policy.maxEnvBytes(),
                policy.protectedNamespaces(),
                properties.clusters())),
        properties.registry().prefixOrNull());
  }

  private static RolloutDecider rolloutDecider(DeployProperties properties) {
    var grace = properties.rollout().grace();
    return new RolloutDecider(
        new FailureGracePeriods(
            grace.fatal(), grace.crash(), grace.unschedulable(), grace.notReady()));
  }

  private static ImageResolver images(DeployProperties properties) {
    var registry = properties.registry();
    return switch (registry.pin()) {
      case ALWAYS ->
          new RegistryImageResolver(
              registry.endpoints(), registry.auth(), registry.timeout(), registry.prefixOrNull());
      case NEVER -> new UnpinnedImageResolver();
    };
  }

  @Bean
  CommandPipeline commandPipeline(
      DeployProperties properties,
      DeployRules rules,
      KafkaConnections kafka,
      MonotonicClock clock,
      KubernetesClient client) {
    return new CommandPipeline(properties, rules, kafka, clock, client);
  }

  @Bean
  DeployLifecycle deployService(
      CommandPipeline pipeline,
      KafkaConnections kafka,
      KafkaGate gate,
      BindingsLifecycleController bindings) {
    return new DeployLifecycle(pipeline, kafka, gate, bindings::start);
  }

  @Bean
  AppPodController podController(KubernetesClient client) {
    return new AppPodController(client);
  }

  @Bean
  RenderController renderController(
      DeployProperties properties,
      CommandPipeline pipeline,
      DeployLifecycle service,
      KubernetesClient client) {
    return new RenderController(
        properties.cluster(),
        pipeline.renderer,
        client.getKubernetesSerialization(),
        service::kafkaTrouble);
  }

  @Bean
  KafkaCondition readsCommands(DeployLifecycle service) {
    return service::kafkaTrouble;
  }

  @Bean
  HealthIndicator kubernetes(DeployLifecycle service) {
    return () -> {
      InformerAppCache cache = service.cache();
      return cache.isWatching()
          ? Health.up()
              .withDetail("simulated", cache.identity().simulated())
              .withDetails(namespaces(service))
              .build()
          : Health.down()
              .withDetail(
                  "reason",
                  "the Kubernetes API does not answer; commands wait. Check KUBECONFIG and the"
                      + " server that it names")
              .build();
    };
  }

  @Bean
  MeterBinder reconcileQueueDepth(DeployLifecycle service) {
    return registry -> {
      depth(service, "berth.deploy.reconcile.queue.depth", "").register(registry);
      depth(service, "berth.looks.waiting", "Deprecated: read berth.deploy.reconcile.queue.depth. ")
          .register(registry);
    };
  }

  private static Gauge.Builder<DeployLifecycle> depth(
      DeployLifecycle service, String name, String note) {
    return Gauge.builder(name, service, DeployLifecycle::reconcileQueueDepth)
        .description(note + "Applications that changed while they were being reconciled");
  }

  @Bean
  DeprecatedProperties deprecatedProperties(Environment environment) {
    return new DeprecatedProperties(environment, DeployProperties.RENAMED);
  }

  /**
   * Missing permissions in one namespace do not affect the others, so the service stays healthy.
   */
  private static Map<String, Object> namespaces(DeployLifecycle service) {
    Map<String, String> missing = service.deniedNamespaces();
    return missing.isEmpty() ? Map.of() : Map.of("namespacesWithoutRights", missing);
  }
}
