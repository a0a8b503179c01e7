/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** The same servers as containers, one set for each test JVM, from the images of docker-compose. */
final class ContainerTestStack implements TestStack {

  static final String KAFKA_IMAGE = "apache/kafka:4.2.1";
  static final String ELASTICSEARCH_IMAGE = "docker.elastic.co/elasticsearch/elasticsearch:9.5.3";

  private @Nullable KafkaContainer kafka;
  private @Nullable GenericContainer<?> elasticsearch;

  @Override
  public synchronized String bootstrapServers() {
    if (kafka == null) {
      kafka = started(KAFKA_IMAGE, ContainerTestStack::kafka);
    }
    return kafka.getBootstrapServers();
  }

  private static KafkaContainer kafka() {
    return new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
  }

  @Override
  public synchronized String elasticsearchUrl() {
    if (elasticsearch == null) {
      elasticsearch = started(ELASTICSEARCH_IMAGE, ContainerTestStack::elasticsearch);
    }
    return "http://" + elasticsearch.getHost() + ":" + elasticsearch.getMappedPort(9200);
  }

  private static GenericContainer<?> elasticsearch() {
    return new GenericContainer<>(ELASTICSEARCH_IMAGE)
        .withExposedPorts(9200)
        .withEnv("discovery.type", "single-node")
        .withEnv("xpack.security.enabled", "false")
        .withEnv("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
        .waitingFor(
            Wait.forHttp("/_cluster/health")
                .forPort(9200)
                .withStartupTimeout(Duration.ofMinutes(3)));
  }

  /** The container ends with this JVM. */
  static <C extends GenericContainer<?>> C started(String image, Supplier<C> container) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new TestAbortedException(
          "berth.test.stack=containers, but no Docker answers here; start it, or leave the"
              + " property out for the embedded servers");
    }
    try {
      C made = container.get();
      made.start();
      Runtime.getRuntime().addShutdownHook(new Thread(made::stop, "stop-" + image));
      return made;
    } catch (RuntimeException e) {
      throw new TestAbortedException(
          "The image " + image + " is not to be had or does not start here: " + rootCause(e), e);
    }
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : rootCause(cause);
  }
}
