/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposeTest {

  private static final Yaml COMPOSE = Yaml.of(Yaml.ROOT.resolve("docker-compose.yml"));

  @Test
  void images_areThoseOfTheTests() {
    assertThat(COMPOSE.at("services", "kafka", "image").text())
        .isEqualTo(ofTheTests("KAFKA_IMAGE"));
    assertThat(COMPOSE.at("services", "elasticsearch", "image").text())
        .isEqualTo(ofTheTests("ELASTICSEARCH_IMAGE"));
    assertThat(COMPOSE.at("services", "kibana", "image").text().split(":")[1])
        .as("Kibana must have Elasticsearch's version")
        .isEqualTo(ofTheTests("ELASTICSEARCH_IMAGE").split(":")[1]);
  }

  @Test
  void everyForeignImage_hasAVersion() {
    services()
        .forEach(
            (name, service) -> {
              if (service.at("build").value() == null) {
                assertThat(service.at("image").text()).as(name).matches(".+:.*[0-9].*");
              }
            });
  }

  @Test
  void whoWaits_waitsUntilTheOtherIsHealthy() {
    Map<String, Yaml> services = services();
    services.forEach(
        (name, service) ->
            service
                .at("depends_on")
                .map()
                .forEach(
                    (other, how) -> {
                      assertThat(new Yaml(how).at("condition").text()).isEqualTo("service_healthy");
                      Yaml awaited = services.get(other);
                      assertThat(awaited).as(name + " waits for " + other).isNotNull();
                      assertThat(
                              awaited.at("healthcheck").value() != null
                                  || awaited.at("build").value() != null)
                          .as(other + " has a health check, its own or that of the Dockerfile")
                          .isTrue();
                    }));
  }

  @Test
  void everyService_isBuiltByTheOneDockerfile_withItsNameAndPort() {
    List<String> built = new ArrayList<>();
    services()
        .forEach(
            (name, service) -> {
              Yaml arguments = service.at("build", "args");
              if (arguments.value() != null) {
                built.add(arguments.at("SERVICE").text());
                assertThat(service.at("image").text())
                    .isEqualTo("berth/" + arguments.at("SERVICE").text());
                assertThat(service.at("environment", "BERTH_PORT").text())
                    .isEqualTo(arguments.at("PORT").text());
              }
            });
    assertThat(built).containsAll(Chart.SERVICES);
  }

  @Test
  void ownServices_runWithoutPrivileges() {
    services().values().stream()
        .filter(service -> service.at("build").value() != null)
        .forEach(
            service -> {
              assertThat(service.at("read_only").value()).isEqualTo(true);
              assertThat(service.at("cap_drop").texts()).containsExactly("ALL");
            });
  }

  @Test
  void portsOnTheHost_areTakenOnce() {
    List<String> taken = published().map(port -> port[1]).toList();
    assertThat(taken).doesNotHaveDuplicates().contains("8080", "19092", "19200", "24224");
  }

  @Test
  void everyPort_isPublishedForThisMachineAlone_untilAVariableSaysOtherwise() {
    assertThat(published()).isNotEmpty().allMatch(port -> port[0].equals("127.0.0.1"));
    services()
        .forEach(
            (name, service) ->
                assertThat(service.at("ports").texts())
                    .as(name)
                    .allMatch(port -> port.startsWith("${BERTH_LISTEN_")));
  }

  @Test
  void broker_tellsItsClientsTheAddressThatItIsPublishedOn() {
    var kafka = COMPOSE.at("services", "kafka");
    assertThat(kafka.at("ports").texts())
        .containsExactly("${BERTH_LISTEN_KAFKA:-127.0.0.1}:19092:19092");
    assertThat(kafka.at("environment", "KAFKA_ADVERTISED_LISTENERS").text())
        .endsWith("OUTSIDE://${BERTH_LISTEN_KAFKA:-localhost}:19092");
  }

  /** Address, port on the host and port in the container of each, where no variable is set. */
  private static Stream<String[]> published() {
    return services().values().stream()
        .flatMap(service -> service.at("ports").texts().stream())
        .map(port -> port.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1").split(":"));
  }

  @Test
  void noSecret_isWrittenDown() {
    assertThat(COMPOSE.at("services", "gateway", "environment", "BERTH_API_TOKEN").text())
        .startsWith("${BERTH_API_TOKEN:?");
  }

  @Test
  void dockerfile_hasTheShapeOfAllServices() {
    assertThat(Yaml.text(Yaml.ROOT.resolve("Dockerfile")))
        .contains("ARG SERVICE", "-Djarmode=tools", "--layers", "HEALTHCHECK")
        .contains("eclipse-temurin:25-jre")
        .containsPattern("(?m)^USER [1-9][0-9]*:[1-9][0-9]*$");
  }

  private static Map<String, Yaml> services() {
    Map<String, Yaml> services = new java.util.TreeMap<>();
    COMPOSE
        .at("services")
        .map()
        .forEach((name, service) -> services.put(name.toString(), new Yaml(service)));
    return services;
  }

  private static String ofTheTests(String constant) {
    try {
      Field field =
          Class.forName("io.berth.teststack.ContainerTestStack").getDeclaredField(constant);
      field.setAccessible(true);
      return field.get(null).toString();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("The tests' images are not where they were: " + constant, e);
    }
  }
}
