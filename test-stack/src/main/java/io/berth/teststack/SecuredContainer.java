/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * Elasticsearch's own image, whole, with its security on: TLS and the password of the user
 * "elastic". Where there is no Docker or no image the test is skipped with the reason.
 */
public final class SecuredContainer implements AutoCloseable {

  private static final String CONFIGURATION = "/usr/share/elasticsearch/config/";

  private final GenericContainer<?> container;

  private SecuredContainer(GenericContainer<?> container) {
    this.container = container;
  }

  /**
   * Starts one.
   *
   * @param certificate a PEM file of what it presents
   * @param key a PEM file of the private key
   * @param password of the user "elastic"
   */
  public static SecuredContainer start(Path certificate, Path key, String password) {
    return new SecuredContainer(
        ContainerTestStack.started(
            ContainerTestStack.ELASTICSEARCH_IMAGE,
            () ->
                new GenericContainer<>(ContainerTestStack.ELASTICSEARCH_IMAGE)
                    .withExposedPorts(9200)
                    .withEnv("discovery.type", "single-node")
                    .withEnv("xpack.security.enabled", "true")
                    .withEnv("xpack.security.enrollment.enabled", "false")
                    .withEnv("xpack.security.http.ssl.enabled", "true")
                    .withEnv("xpack.security.http.ssl.certificate", "http.crt")
                    .withEnv("xpack.security.http.ssl.key", "http.key")
                    .withEnv("ELASTIC_PASSWORD", password)
                    .withEnv("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
                    .withCopyFileToContainer(
                        MountableFile.forHostPath(certificate, 0644), CONFIGURATION + "http.crt")
                    .withCopyFileToContainer(
                        MountableFile.forHostPath(key, 0644), CONFIGURATION + "http.key")
                    .waitingFor(
                        Wait.forHttps("/_cluster/health")
                            .allowInsecure()
                            .withBasicCredentials("elastic", password)
                            .forPort(9200)
                            .withStartupTimeout(Duration.ofMinutes(3)))));
  }

  /** Its address without a slash at its end. */
  public String url() {
    return "https://" + container.getHost() + ":" + container.getMappedPort(9200);
  }

  @Override
  public void close() {
    container.stop();
  }
}
