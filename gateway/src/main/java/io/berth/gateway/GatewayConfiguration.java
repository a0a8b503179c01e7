/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.gateway.board.Board;
import io.berth.gateway.commands.CommandDesk;
import io.berth.gateway.forward.ForwardSettings;
import io.berth.gateway.kafka.BoardReader;
import io.berth.gateway.kafka.KafkaCommandLog;
import io.berth.gateway.kafka.KafkaHealth;
import io.berth.gateway.policies.PolicyDesk;
import io.berth.gateway.policies.SilenceDesk;
import io.berth.gateway.security.DoorSettings;
import io.berth.gateway.stream.ChangeFeed;
import io.berth.gateway.web.WebSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Puts the gateway together. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  private final ApplicationContext context;

  GatewayConfiguration(ApplicationContext context) {
    this.context = context;
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Board board(GatewayProperties properties) {
    return new Board(
        properties.clusters(),
        properties.board().operations(),
        properties.board().decisionsPerApp());
  }

  @Bean
  KafkaCommandLog commandLog(GatewayProperties properties, MeterRegistry meters) {
    return new KafkaCommandLog(properties.kafkaSettings(), meters);
  }

  @Bean
  ChangeFeed changeFeed() {
    return new ChangeFeed();
  }

  @Bean(initMethod = "start")
  BoardReader boardReader(
      GatewayProperties properties,
      Board board,
      ChangeFeed feed,
      Clock clock,
      MeterRegistry meters) {
    BoardReader reader = new BoardReader(properties.kafkaSettings(), board, feed, clock, meters);
    reader.onFatal(exit(context));
    return reader;
  }

  @Bean
  KafkaHealth kafkaHealthIndicator(BoardReader reader) {
    return new KafkaHealth(reader);
  }

  @Bean
  CommandDesk commandDesk(
      GatewayProperties properties, KafkaCommandLog log, Board board, Clock clock) {
    return new CommandDesk(properties.clusters(), log, board, clock);
  }

  @Bean
  DoorSettings doorSettings(GatewayProperties properties) {
    return new DoorSettings(
        properties.apiToken(),
        properties.publicUrl(),
        properties.loginLinkLifetime(),
        properties.sessionLifetime());
  }

  @Bean
  WebSettings webSettings(GatewayProperties properties) {
    return new WebSettings(properties.mostBodyBytes());
  }

  @Bean
  ForwardSettings forwardSettings(GatewayProperties properties) {
    return new ForwardSettings(
        properties.clusters(), properties.deployServices(), properties.logPipelineUrl());
  }

  @Bean
  PolicyDesk policyDesk(
      GatewayProperties properties, KafkaCommandLog log, Board board, Clock clock) {
    return new PolicyDesk(properties.clusters(), log, log, board, clock);
  }

  @Bean
  SilenceDesk silenceDesk(KafkaCommandLog log, Board board, Clock clock) {
    return new SilenceDesk(log, log, board, clock);
  }

  /** Streams would otherwise hold the stop of the web server up. */
  @Bean
  ApplicationListener<ContextClosedEvent> letWatchersGo(ChangeFeed feed) {
    return _ -> feed.close();
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
