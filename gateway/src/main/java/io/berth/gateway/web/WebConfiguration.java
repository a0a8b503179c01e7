/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.AppRef;
import io.berth.events.quantity.DurationFormat;
import io.berth.gateway.changes.ChangeFeed;
import io.berth.gateway.commands.CommandService;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.policies.PolicyService;
import io.berth.gateway.policies.SilenceService;
import io.berth.gateway.view.MaterializedView;
import io.berth.gateway.view.ViewReadiness;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The beans of the API. */
@Configuration(proxyBeanMethods = false)
@Import(ProblemExceptionHandler.class)
public class WebConfiguration implements WebMvcConfigurer {

  private final ObjectProvider<ViewReadiness> view;

  WebConfiguration(ObjectProvider<ViewReadiness> view) {
    this.view = view;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new ViewReadinessInterceptor(() -> view.getObject().isCaughtUp()));
  }

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, AppRef.class, AppRef::parse);
    registry.addConverter(String.class, Duration.class, DurationFormat::parse);
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/console/index.html");
  }

  @Bean
  DocumentReader documentReader(WebSettings settings) {
    return new DocumentReader(settings.maxBodyBytes());
  }

  @Bean
  CommandController commandController(CommandService service, DocumentReader documents) {
    return new CommandController(service, documents);
  }

  @Bean
  OperationController operationController(MaterializedView view, Clock clock) {
    return new OperationController(view, clock);
  }

  @Bean
  AppController appController(MaterializedView view, Clock clock) {
    return new AppController(view, clock);
  }

  @Bean
  PolicyController policyController(
      PolicyService service, MaterializedView view, DocumentReader documents) {
    return new PolicyController(service, view, documents);
  }

  @Bean
  AlertController alertController(
      MaterializedView view, SilenceService service, DocumentReader documents) {
    return new AlertController(view, service, documents);
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
