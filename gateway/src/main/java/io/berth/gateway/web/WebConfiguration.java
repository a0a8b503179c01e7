/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.gateway.board.Board;
import io.berth.gateway.commands.CommandDesk;
import io.berth.gateway.policies.PolicyDesk;
import io.berth.gateway.policies.SilenceDesk;
import io.berth.gateway.stream.ChangeFeed;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the API together. */
@Configuration(proxyBeanMethods = false)
@Import(Problems.class)
public class WebConfiguration implements WebMvcConfigurer {

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, AppRef.class, AppRef::parse);
    // As people write it, 30s, beside ISO 8601's PT30S.
    registry.addConverter(String.class, Duration.class, DurationStyle::detectAndParse);
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/console/index.html");
  }

  @Bean
  Bodies bodies(WebSettings settings) {
    return new Bodies(settings.mostBodyBytes());
  }

  @Bean
  CommandController commandController(CommandDesk desk, Bodies bodies) {
    return new CommandController(desk, bodies);
  }

  @Bean
  OperationController operationController(Board board, Clock clock) {
    return new OperationController(board, clock);
  }

  @Bean
  AppController appController(Board board, Clock clock) {
    return new AppController(board, clock);
  }

  @Bean
  PolicyController policyController(PolicyDesk desk, Board board, Bodies bodies) {
    return new PolicyController(desk, board, bodies);
  }

  @Bean
  AlertController alertController(Board board, SilenceDesk desk, Bodies bodies) {
    return new AlertController(board, desk, bodies);
  }

  @Bean
  EventController eventController(ChangeFeed feed) {
    return new EventController(feed);
  }

  @Bean
  OpenApiController openApiController() {
    return new OpenApiController();
  }
}
