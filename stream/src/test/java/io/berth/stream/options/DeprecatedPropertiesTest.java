/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.stream.options.DeprecatedProperties.Renamed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DeprecatedPropertiesTest {

  private static final List<Renamed> RENAMED =
      List.of(
          Renamed.of("BERTH_OLD_NAME", "berth.old.name", "BERTH_NEW_NAME", "berth.new.name"),
          Renamed.of("BERTH_OLD_LIMIT", "berth.old.limit", "BERTH_LIMIT", "berth.limit"));

  private final StandardEnvironment environment = new StandardEnvironment();
  private final DeprecatedProperties deprecated = new DeprecatedProperties(environment, RENAMED);

  @Test
  void newNames_areNotWarnedAbout() {
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("berth.new.name", "1", "berth.limit", "2")));

    assertThat(deprecated.warnings()).isEmpty();
  }

  @Test
  void oldVariable_isNamedOnce_withBothFormsOfTheNewName() {
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("test", Map.of("BERTH_OLD_NAME", "1")));

    assertThat(deprecated.warnings())
        .containsExactly(
            "Option BERTH_OLD_NAME is deprecated: set the environment variable BERTH_NEW_NAME"
                + " (property berth.new.name) instead");
  }

  @Test
  void oldProperty_isNamedAsItWasSet() {
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("berth.old.limit", "1")));

    assertThat(deprecated.warnings())
        .containsExactly(
            "Option berth.old.limit is deprecated: set the environment variable BERTH_LIMIT"
                + " (property berth.limit) instead");
  }
}
