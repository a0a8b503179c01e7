/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class GatewayPropertiesTest {

  @Test
  void defaultListenAddress_isLoopback() throws IOException {
    assertThat(bound(Map.of()).listen()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void emptyListenAddress_isRejected(String listen) {
    assertThatThrownBy(() -> bound(Map.of("BERTH_LISTEN", listen)))
        .rootCause()
        .hasMessageContaining("BERTH_LISTEN")
        .hasMessageContaining("wanted an address such as 127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BERTH_MAX_BODY_BYTES", "BERTH_MOST_BODY_BYTES", "berth.most-body-bytes"})
  void maxBodyBytes_isReadFromItsNameAndItsFormerNames(String name) throws IOException {
    assertThat(bound(Map.of()).maxBodyBytes()).isEqualTo(1_500_000);
    assertThat(bound(Map.of(name, "4096")).maxBodyBytes()).isEqualTo(4096);
  }

  @Test
  void maxBodyBytes_prefersItsNewName() throws IOException {
    assertThat(
            bound(Map.of("BERTH_MAX_BODY_BYTES", "4096", "BERTH_MOST_BODY_BYTES", "8192"))
                .maxBodyBytes())
        .isEqualTo(4096);
  }

  private static GatewayProperties bound(Map<String, Object> variables) throws IOException {
    var environment = new StandardEnvironment();
    var file = new ClassPathResource("application.yml");
    var sources = environment.getPropertySources();
    sources.addFirst(
        new MapPropertySource("token", Map.of("BERTH_API_TOKEN", "a-token-for-tests")));
    sources.addFirst(new MapPropertySource("variables", variables));
    new YamlPropertySourceLoader().load("file", file).forEach(sources::addLast);
    ConfigurationPropertySources.attach(environment);
    return Binder.get(environment).bind("berth", GatewayProperties.class).get();
  }
}
