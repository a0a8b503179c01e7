/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventJson;
import io.berth.events.kafka.EventPublisher;
import io.berth.logappender.BerthAppender;
import io.berth.teststack.TestStack;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;

/** The service as it runs, on the test stack, with topics of its own. */
final class RunningPipeline implements AutoCloseable {

  static {
    // Long, since it is there to end a test that hangs, not to judge a slow machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(8));
    initializeLogging();
  }

  final String topicPrefix;
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  RunningPipeline(String topicPrefix, String elasticsearch) {
    this(topicPrefix, elasticsearch, "receive,enrich,index");
  }

  /** With some of the parts, among them the receiver, and more that is set. */
  RunningPipeline(String topicPrefix, String elasticsearch, String parts, String... more) {
    this.topicPrefix = topicPrefix;
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--berth.kafka=" + TestStack.shared().bootstrapServers(),
                "--berth.topic.prefix=" + topicPrefix,
                "--berth.topic.partitions=2",
                "--berth.elasticsearch=" + elasticsearch,
                "--berth.forward-port=0",
                "--berth.log-parts=" + parts,
                "--berth.log-limits=" + unique("limited") + ": records=5 burst=1 DEBUG=0",
                "--server.port=0"));
    arguments.addAll(List.of(more));
    context = run(arguments.toArray(String[]::new));
    port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    await().until(() -> forwardPort() > 0);
  }

  /** Starts the service, and leaves the logging of this process as it is. */
  static ConfigurableApplicationContext run(String... arguments) {
    SpringApplication application = new SpringApplication(LogPipelineApplication.class);
    application.setListeners(
        application.getListeners().stream()
            .filter(listener -> !(listener instanceof LoggingApplicationListener))
            .toList());
    return application.run(arguments);
  }

  /** Once: each start would do it again, and mute the contexts of other tests meanwhile. */
  private static void initializeLogging() {
    LoggingSystem logging = LoggingSystem.get(RunningPipeline.class.getClassLoader());
    StandardEnvironment environment = new StandardEnvironment();
    new LoggingSystemProperties(environment).apply();
    logging.beforeInitialize();
    logging.initialize(
        new LoggingInitializationContext(environment), "classpath:logback-spring.xml", null);
    logging.setLogLevel("org.apache.kafka", LogLevel.WARN);
  }

  static RunningPipeline fresh() {
    return new RunningPipeline(
        TestStack.shared().freshTopicPrefix(), TestStack.shared().elasticsearchUrl());
  }

  /** A name that no other test uses: Elasticsearch is shared by all, and by earlier runs. */
  String unique(String name) {
    return name + topicPrefix.replace(".", "");
  }

  int forwardPort() {
    return context.getBean(LogPipelineLifecycle.class).forwardPort();
  }

  /** A logger of an application on the cloud, that ships to this pipeline. */
  Logger loggerOf(String service) {
    LoggerContext logback = new LoggerContext();
    logback.setMDCAdapter(new LogbackMDCAdapter());
    BerthAppender appender = new BerthAppender();
    appender.setContext(logback);
    appender.setForward("localhost:" + forwardPort());
    appender.setService(service);
    appender.start();
    Logger logger = logback.getLogger("shop.Cart");
    logger.addAppender(appender);
    return logger;
  }

  /** Publishes an event as another service does. */
  void publish(Event event) {
    var producer =
        new KafkaProducer<String, Envelope<? extends Event>>(
            Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
            new StringSerializer(),
            new CloudEventSerializer());
    try (EventPublisher publisher = new EventPublisher(producer, "/test", topicPrefix)) {
      publisher.publish(event).join();
    }
  }

  JsonNode search(String query) {
    return get("/api/v1/logs?" + query);
  }

  /** How many records of an application are found with these words. */
  int found(String app, String words) {
    return search(
            "limit=1000&app=" + app + "&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
        .path("hits")
        .size();
  }

  /** A counter, all of its tags together. */
  double counter(String name) {
    return response("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  JsonNode get(String path) {
    return EventJson.mapper().readTree(response(path).body());
  }

  JsonNode post(String path) {
    var request =
        HttpRequest.newBuilder(address(path)).POST(HttpRequest.BodyPublishers.noBody()).build();
    return EventJson.mapper().readTree(response(request).body());
  }

  HttpResponse<String> response(String path) {
    return response(HttpRequest.newBuilder(address(path)).build());
  }

  private HttpResponse<String> response(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  URI address(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  @Override
  public void close() {
    context.close();
  }
}
