/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compose file, chart and code name the same variables and the same ports. */
class ConfigurationTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(BERTH_[A-Z_]+)(?::([^}]*))?}?");

  /** Read by the appender's own configuration in every service. */
  private static final Set<String> OF_THE_APPENDER = Set.of("BERTH_LOG_FORWARD");

  private static final Yaml COMPOSE = Yaml.of(Yaml.ROOT.resolve("docker-compose.yml"));
  private static final List<Yaml> CHART = Chart.render(Map.of());

  static Stream<String> services() {
    return Chart.SERVICES.stream();
  }

  @ParameterizedTest
  @MethodSource("services")
  void composeAndChart_setTheSameVariables(String service) {
    assertThat(inCompose(service)).isEqualTo(inChart(service));
  }

  @ParameterizedTest
  @MethodSource("services")
  void whatIsSetElsewhere_isReadByTheService(String service) {
    Set<String> read = new TreeSet<>(inCode(service).keySet());
    read.addAll(OF_THE_APPENDER);
    assertThat(read)
        .as(
            "variables that compose and chart set, and application.yml of %s does not read",
            service)
        .containsAll(inCompose(service));
  }

  /**
   * A service may have knobs of its own that nobody needs to turn; whoever wants to finds them in
   * its application.yml. What several services share, and what has no default, is wired.
   */
  @ParameterizedTest
  @MethodSource("services")
  void whatServicesShare_andWhatHasNoDefault_isSetElsewhere(String service) {
    Set<String> needed = new TreeSet<>(OF_THE_APPENDER);
    inCode(service)
        .forEach(
            (variable, byDefault) -> {
              boolean shared =
                  Chart.SERVICES.stream().filter(s -> inCode(s).containsKey(variable)).count() > 1;
              if (shared || byDefault.isEmpty()) {
                needed.add(variable);
              }
            });
    assertThat(inCompose(service))
        .as("variables that %s needs, and docker-compose.yml and helm do not set", service)
        .containsAll(needed);
  }

  @ParameterizedTest
  @MethodSource("services")
  void ports_areTheSame(String service) {
    String port = inCode(service).get("BERTH_PORT");
    assertThat(COMPOSE.at("services", name(service), "environment", "BERTH_PORT").text())
        .isEqualTo(port);
    assertThat(inContainer(service)).contains(port);
    if (service.equals("log-pipeline-svc")) {
      String forward = inCode(service).get("BERTH_FORWARD_PORT");
      assertThat(inContainer(service)).contains(forward);
      assertThat(COMPOSE.at("services", service, "ports").texts())
          .anyMatch(published -> published.endsWith(":" + forward + ":" + forward));
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void service_listensOnLoopback_andInAContainerOnEveryAddress(String service) {
    assertThat(inCode(service)).containsEntry("BERTH_LISTEN", "127.0.0.1");
    assertThat(
            Yaml.of(Yaml.ROOT.resolve(service).resolve("src/main/resources/application.yml"))
                .at("server", "address")
                .text())
        .isEqualTo("${berth.listen}");
    assertThat(COMPOSE.at("services", name(service), "environment", "BERTH_LISTEN").text())
        .isEqualTo("0.0.0.0");
    assertThat(
            Chart.container(CHART, service).at("env").list().stream()
                .filter(variable -> variable.at("name").text().equals("BERTH_LISTEN"))
                .map(variable -> variable.at("value").text()))
        .containsExactly("0.0.0.0");
    assertThat(Yaml.text(Yaml.ROOT.resolve("Dockerfile"))).contains("ENV BERTH_LISTEN=0.0.0.0");
  }

  private static List<String> inContainer(String service) {
    return Chart.container(CHART, service).at("ports").list().stream()
        .map(port -> port.at("containerPort").text())
        .toList();
  }

  private static Set<String> inCompose(String service) {
    return berth(
        COMPOSE.at("services", name(service), "environment").map().keySet().stream()
            .map(Object::toString));
  }

  /** A service that runs in every cluster stands in the compose file once for each. */
  private static String name(String service) {
    boolean perCluster = Set.of("deploy-svc", "monitor-svc").contains(service);
    return perCluster ? service + "-dc-a" : service;
  }

  private static Set<String> inChart(String service) {
    return berth(
        Chart.container(CHART, service).at("env").list().stream()
            .map(variable -> variable.at("name").text()));
  }

  private static Set<String> berth(Stream<String> names) {
    Set<String> some = new TreeSet<>();
    names.filter(name -> name.startsWith("BERTH_")).forEach(some::add);
    return some;
  }

  /** The variables of a service's application.yml and their defaults. */
  private static Map<String, String> inCode(String service) {
    Path file = Yaml.ROOT.resolve(service).resolve("src/main/resources/application.yml");
    assertThat(Files.exists(file)).as(service + " has its application.yml").isTrue();
    Map<String, String> variables = new TreeMap<>();
    Matcher found = VARIABLE.matcher(Yaml.text(file));
    while (found.find()) {
      variables.putIfAbsent(found.group(1), found.group(2) == null ? "" : found.group(2));
    }
    return variables;
  }
}
