/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.stream.options.DeprecatedProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** Options that were renamed mean the same under both names. */
@ExtendWith(OutputCaptureExtension.class)
class DeprecatedOptionsTest {

  @Test
  void defaults_areThoseOfTheNewNames() throws Exception {
    DeployProperties properties = bind(environment(Map.of(), Map.of()));

    assertThat(properties.rollout().grace())
        .isEqualTo(
            new DeployProperties.GraceProperties(
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3)));
    assertThat(properties.policy().maxEnvBytes()).isEqualTo(131_072);
    assertThat(properties.maxConcurrentApps()).isEqualTo(32);
  }

  @Test
  void oldVariables_areRead_andNamedAtStartup(CapturedOutput output) throws Exception {
    StandardEnvironment environment =
        environment(
            Map.of(
                "BERTH_PATIENCE_CERTAIN", "1s",
                "BERTH_PATIENCE_CRASH", "2s",
                "BERTH_PATIENCE_PLACE", "3s",
                "BERTH_PATIENCE_UNREADY", "4s",
                "BERTH_MOST_ENV_BYTES", "5",
                "BERTH_COMMANDS_AT_ONCE", "6"),
            Map.of());

    assertValuesOneToSix(bind(environment));
    new DeprecatedProperties(environment, DeployProperties.RENAMED).afterSingletonsInstantiated();
    assertThat(output)
        .contains(
            "BERTH_PATIENCE_CERTAIN is deprecated",
            "BERTH_ROLLOUT_GRACE_NOT_READY",
            "berth.max-concurrent-apps");
  }

  @Test
  void oldProperties_areRead() throws Exception {
    assertValuesOneToSix(
        bind(
            environment(
                Map.of(),
                Map.of(
                    "berth.patience.certain", "1s",
                    "berth.patience.crash", "2s",
                    "berth.patience.place", "3s",
                    "berth.patience.unready", "4s",
                    "berth.policy.most-env-bytes", "5",
                    "berth.commands-at-once", "6"))));
  }

  @Test
  void newVariables_winOverOldOnes() throws Exception {
    assertValuesOneToSix(
        bind(
            environment(
                Map.of(
                    "BERTH_ROLLOUT_GRACE_FATAL", "1s",
                    "BERTH_PATIENCE_CERTAIN", "9s",
                    "BERTH_ROLLOUT_GRACE_CRASH", "2s",
                    "BERTH_ROLLOUT_GRACE_UNSCHEDULABLE", "3s",
                    "BERTH_ROLLOUT_GRACE_NOT_READY", "4s",
                    "BERTH_MAX_ENV_BYTES", "5",
                    "BERTH_MOST_ENV_BYTES", "9",
                    "BERTH_MAX_CONCURRENT_APPS", "6"),
                Map.of())));
  }

  private static void assertValuesOneToSix(DeployProperties properties) {
    assertThat(properties.rollout().grace())
        .isEqualTo(
            new DeployProperties.GraceProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
    assertThat(properties.policy().maxEnvBytes()).isEqualTo(5);
    assertThat(properties.maxConcurrentApps()).isEqualTo(6);
  }

  private static DeployProperties bind(StandardEnvironment environment) {
    return Binder.get(environment).bind("berth", DeployProperties.class).get();
  }

  private static StandardEnvironment environment(
      Map<String, Object> variables, Map<String, Object> arguments) throws Exception {
    StandardEnvironment environment = new StandardEnvironment();
    var sources = environment.getPropertySources();
    sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    sources.addFirst(
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
    sources.addFirst(new MapPropertySource("arguments", arguments));
    new YamlPropertySourceLoader()
        .load("application.yml", new ClassPathResource("application.yml"))
        .forEach(sources::addLast);
    return environment;
  }
}
