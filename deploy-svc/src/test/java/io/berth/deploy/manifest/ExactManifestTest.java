/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.events.InvalidEventException;
import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import io.berth.events.quantity.DurationFormat;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command says stands in the manifest as it was said, or the command is refused. {@code
 * -Dberth.deploy.commands=3000} tries more commands.
 */
class ExactManifestTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int COMMANDS = Integer.getInteger("berth.deploy.commands", 300);

  @Test
  void anyCommand_isRenderedExactly_orRejected() {
    Random random = new Random(17);
    int rendered = 0;
    for (int i = 0; i < COMMANDS; i++) {
      Map<String, Object> spec = spec(random);
      Optional<Deployment> deployment = deployment(spec);
      JsonNode said = JSON.valueToTree(spec);
      deployment.ifPresent(written -> assertExact(said, written));
      rendered += deployment.isPresent() ? 1 : 0;
    }
    assertThat(rendered).as("commands that were not refused").isBetween(COMMANDS / 20, COMMANDS);
    assertThat(COMMANDS - rendered).as("refused").isGreaterThan(COMMANDS / 20);
  }

  private static Optional<Deployment> deployment(Map<String, Object> spec) {
    Map<String, Object> command =
        Map.of(
            "meta", Map.of("requestedBy", "ann"),
            "app", Map.of("namespace", "shop", "name", "cart"),
            "spec", spec);
    try {
      Deploy deploy =
          EventJson.read(JSON.writeValueAsString(command).getBytes(UTF_8), Deploy.class);
      return new Planner(new PolicyRules(PolicyParameters.standard()))
                  .plan(TestSnapshots.order(deploy), TestSnapshots.empty())
              instanceof Plan.Apply plan
          ? Optional.of((Deployment) plan.objects().getLast())
          : Optional.empty();
    } catch (InvalidEventException e) {
      assertThat(e.fields()).isNotEmpty();
      return Optional.empty();
    }
  }

  private static void assertExact(JsonNode said, Deployment deployment) {
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(said.path("replicas").asInt());
    Container container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    JsonNode limits = said.path("limits");
    Map<String, Quantity> written = container.getResources().getLimits();
    assertThat(amount(written.get("cpu").toString())).isEqualByComparingTo(cpu(limits));
    assertThat(amount(written.get("memory").toString())).isEqualByComparingTo(memory(limits));
    assertExact(said.at("/probes/liveness"), container.getLivenessProbe());
    assertExact(said.at("/probes/readiness"), container.getReadinessProbe());
    var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
    assertThat(rolling.getMaxSurge().getStrVal())
        .isEqualTo(said.at("/strategy/maxSurgePercent").asInt() + "%");
    assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsAllEntriesOf(JSON.treeToValue(said.path("annotations"), TreeMap.class));
    said.path("env")
        .properties()
        .forEach(
            entry ->
                assertThat(container.getEnv())
                    .anyMatch(
                        env ->
                            env.getName().equals(entry.getKey())
                                && env.getValue().equals(entry.getValue().asString())));
  }

  private static void assertExact(JsonNode said, Probe written) {
    assertThat(Duration.ofSeconds(written.getInitialDelaySeconds()))
        .isEqualTo(said(said, "initialDelay", Duration.ZERO));
    assertThat(Duration.ofSeconds(written.getPeriodSeconds()))
        .isEqualTo(said(said, "period", Duration.ofSeconds(10)));
    assertThat(Duration.ofSeconds(written.getTimeoutSeconds()))
        .isEqualTo(said(said, "timeout", Duration.ofSeconds(1)));
    assertThat(written.getFailureThreshold()).isEqualTo(said.path("failureThreshold").asInt(3));
  }

  private static Duration said(JsonNode probe, String field, Duration otherwise) {
    String text = probe.path(field).asString("");
    return text.isEmpty() ? otherwise : DurationFormat.parse(text);
  }

  private static BigDecimal cpu(JsonNode limits) {
    return limits.has("cpu")
        ? amount(limits.get("cpu").asString())
        : BigDecimal.valueOf(limits.get("cpuMillis").asLong(), 3);
  }

  private static BigDecimal memory(JsonNode limits) {
    return amount(limits.path(limits.has("memory") ? "memory" : "memoryBytes").asString());
  }

  private static BigDecimal amount(String text) {
    return Quantity.getAmountInBytes(Quantity.parse(text));
  }

  private static Map<String, Object> spec(Random random) {
    Map<String, Object> spec = new TreeMap<>();
    spec.put("image", "registry.example/shop/cart:1.0.0");
    spec.put("replicas", random.nextInt(2, 1002));
    spec.put("limits", limits(random));
    spec.put("probes", Map.of("liveness", probe(random), "readiness", probe(random)));
    spec.put(
        "strategy",
        Map.of(
            "type",
            one(random, "ROLLING", "rolling"),
            "maxSurgePercent",
            random.nextInt(1, 102),
            "maxUnavailablePercent",
            random.nextInt(101)));
    spec.put("env", Map.of("A", "x" + random.nextInt()));
    spec.put(
        "annotations",
        Map.of(one(random, "team", "team", "team", "berth.io/tier"), "x" + random.nextInt()));
    return spec;
  }

  private static Map<String, Object> limits(Random random) {
    Map<String, Object> limits = new TreeMap<>();
    String cpu = one(random, "%d", "%dm", "%d.5", "0.%d", "%de-1", "%du", "%d.25m");
    String memory = one(random, "%dMi", "%d.5Gi", "%dM", "%d.3Gi", "%d", "%dm", "%de6", "%dGi");
    if (random.nextInt(4) > 0) {
      limits.put("cpu", cpu.formatted(random.nextInt(1, 2000)));
    } else {
      limits.put("cpuMillis", random.nextInt(3000));
    }
    if (random.nextInt(4) > 0) {
      limits.put("memory", memory.formatted(random.nextInt(1, 5000)));
    } else {
      limits.put("memoryBytes", random.nextLong(1L << 40));
    }
    return limits;
  }

  private static Map<String, Object> probe(Random random) {
    Map<String, Object> probe = new TreeMap<>();
    probe.put("check", Map.of("type", one(random, "TCP", "tcp"), "port", 8080));
    for (String field : List.of("initialDelay", "period", "timeout")) {
      if (random.nextBoolean()) {
        probe.put(field, duration(random));
      }
    }
    if (random.nextBoolean()) {
      probe.put("failureThreshold", random.nextInt(20));
    }
    return probe;
  }

  private static String duration(Random random) {
    List<String> forms = new ArrayList<>(List.of("%ds", "%ds", "%ds", "PT%dS", "PT%dS", "%dm"));
    forms.addAll(List.of("PT%d.5S", "%d.9s", "%d00ms", "%d000ms", "0.%ds", "1m%ds"));
    return forms.get(random.nextInt(forms.size())).formatted(random.nextInt(1, 60));
  }

  @SafeVarargs
  private static <T> T one(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }
}
