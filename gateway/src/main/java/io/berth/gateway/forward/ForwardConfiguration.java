/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.gateway.board.Board;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what is passed on. */
@Configuration(proxyBeanMethods = false)
public class ForwardConfiguration {

  @Bean
  Upstream upstream() {
    return new Upstream();
  }

  @Bean
  LogController logController(Upstream upstream, ForwardSettings settings) {
    return new LogController(upstream, settings.logPipeline());
  }

  @Bean
  PodController podController(Upstream upstream, ForwardSettings settings) {
    return new PodController(upstream, settings.deployServices());
  }

  @Bean
  ClusterController clusterController(Upstream upstream, ForwardSettings settings, Board board) {
    return new ClusterController(upstream, settings.clusters(), settings.deployServices(), board);
  }
}
