/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.gateway.board.Board;
import io.berth.gateway.commands.CommandDesk;
import java.time.Clock;
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
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/console/index.html");
  }

  @Bean
  CommandController commandController(CommandDesk desk, WebSettings settings) {
    return new CommandController(desk, new Bodies(settings.mostBodyBytes()));
  }

  @Bean
  OperationController operationController(Board board, Clock clock) {
    return new OperationController(board, clock);
  }
}
