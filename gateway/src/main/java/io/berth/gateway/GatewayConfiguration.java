/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.gateway.changes.ChangeFeed;
import io.berth.gateway.commands.CommandService;
import io.berth.gateway.forward.ForwardSettings;
import io.berth.gateway.kafka.KafkaPublisher;
import io.berth.gateway.policies.PolicyService;
import io.berth.gateway.policies.SilenceService;
import io.berth.gateway.security.AuthSettings;
import io.berth.gateway.view.MaterializedView;
import io.berth.gateway.web.WebSettings;
import io.berth.stream.options.DeprecatedProperties;
import java.time.Clock;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** The beans of the gateway. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  @Bean
  DeprecatedProperties deprecatedProperties(Environment environment) {
    return new DeprecatedProperties(environment, GatewayProperties.RENAMED);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  MaterializedView materializedView(GatewayProperties properties) {
    return new MaterializedView(
        properties.clusters(),
        properties.board().operations(),
        properties.board().decisionsPerApp());
  }

  @Bean
  ChangeFeed changeFeed() {
    return new ChangeFeed();
  }

  @Bean
  CommandService commandService(
      GatewayProperties properties, KafkaPublisher publisher, MaterializedView view, Clock clock) {
    return new CommandService(properties.clusters(), publisher, view, clock);
  }

  @Bean
  AuthSettings authSettings(GatewayProperties properties) {
    return new AuthSettings(
        properties.apiToken(),
        properties.publicUrl(),
        properties.loginLinkLifetime(),
        properties.sessionLifetime());
  }

  @Bean
  WebSettings webSettings(GatewayProperties properties) {
    return new WebSettings(properties.maxBodyBytes());
  }

  @Bean
  ForwardSettings forwardSettings(GatewayProperties properties) {
    return new ForwardSettings(
        properties.clusters(), properties.deployServices(), properties.logPipelineUrl());
  }

  @Bean
  PolicyService policyService(
      GatewayProperties properties, KafkaPublisher publisher, MaterializedView view, Clock clock) {
    return new PolicyService(properties.clusters(), publisher, publisher, view, clock);
  }

  @Bean
  SilenceService silenceService(KafkaPublisher publisher, MaterializedView view, Clock clock) {
    return new SilenceService(publisher, publisher, view, clock);
  }

  /** Open event streams would otherwise delay the shutdown of the web server. */
  @Bean
  ApplicationListener<ContextClosedEvent> closeChangeFeed(ChangeFeed feed) {
    return _ -> feed.close();
  }
}
