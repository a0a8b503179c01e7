/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.gateway.commands.CommandService;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.view.MaterializedView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that forward requests to other services. */
@Configuration(proxyBeanMethods = false)
public class ForwardConfiguration {

  @Bean
  Upstream upstream() {
    return new Upstream();
  }

  @Bean
  LogProxyController logProxyController(Upstream upstream, ForwardSettings settings) {
    return new LogProxyController(upstream, settings.logPipeline());
  }

  @Bean
  PodProxyController podProxyController(Upstream upstream, ForwardSettings settings) {
    return new PodProxyController(upstream, settings.deployServices());
  }

  @Bean
  RenderProxyController renderProxyController(
      Upstream upstream,
      ForwardSettings settings,
      CommandService commands,
      DocumentReader documents) {
    return new RenderProxyController(upstream, settings.deployServices(), commands, documents);
  }

  @Bean
  ClusterController clusterController(
      Upstream upstream, ForwardSettings settings, MaterializedView view) {
    return new ClusterController(upstream, settings.clusters(), settings.deployServices(), view);
  }
}
