/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.with;
import static io.berth.deploy.testing.TestApps.withSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.Deploy;
import io.berth.events.command.pod.Affinity;
import io.berth.events.command.pod.Placement;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.KeyFiles;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a command that cannot succeed to the verdict that says why. */
@ExtendWith(SharedHarness.class)
class DiagnosisIT {

  private static final Harness berth = SharedHarness.get();

  @ParameterizedTest
  @CsvSource({
    "missing, IMAGE_NOT_FOUND",
    "crash, CONTAINER_CRASHED",
    "oom, OUT_OF_MEMORY",
    "unready, READINESS_PROBE_FAILING",
  })
  void badRelease_failsWithItsCause(String behavior, Cause cause) {
    Concluded verdict =
        deployed("shop", behavior, spec("registry.example/shop/cart:1-" + behavior, 3));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(cause);
    assertThat(verdict.diagnosis().evidence()).isNotEmpty();
    assertThat(verdict.diagnosis().advice()).isNotEmpty();
  }

  @Test
  void oversizedCpuRequest_isUnschedulable() {
    AppSpec greedy = spec(GOOD, 3);
    AppSpec huge = with(greedy, new Limits(900_000, 64L * 1024 * 1024), greedy.probes());

    Concluded verdict = deployed("shop", "greedy", huge);

    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.UNSCHEDULABLE);
    assertThat(verdict.diagnosis().explanation()).contains("CPU");
  }

  /** More replicas than nodes, each on a node of its own. */
  @Test
  void requiredAntiAffinity_isNamed_whereTheNodesAreTooFew() {
    Affinity apart =
        new Affinity(
            List.of(new Affinity.Neighbors(Map.of(), "node", true, null)), List.of(), List.of());
    int nodes = berth.cluster.nodes().list().getItems().size();
    AppSpec crowded =
        AppSpecBuilder.with(
            spec(GOOD, nodes + 1),
            it -> it.placement = new Placement(Map.of(), List.of(), apart, List.of()));

    Concluded verdict = deployed("shop", "crowded", crowded);

    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.UNSCHEDULABLE);
    assertThat(verdict.diagnosis().explanation()).contains("'affinity'");
  }

  @Test
  void missingSecret_isReported() {
    Concluded verdict = deployed("shop", "keyless", withSecret(spec(GOOD, 3), "cart-db"));

    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.SECRET_MISSING);
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(evidence -> assertThat(evidence.text()).contains("cart-db"));
  }

  @ParameterizedTest
  @CsvSource({"secret, SECRET_MISSING", "configmap, CONFIG_MAP_MISSING"})
  void missingVolume_isReported_byTheNodesEvent(String kind, Cause cause) {
    KeyFiles files = new KeyFiles("nowhere", Map.of(), null, false);
    boolean secret = kind.equals("secret");
    Volume volume = new Volume(null, secret ? files : null, secret ? null : files, null, null);
    AppSpec mounting =
        AppSpecBuilder.with(spec(GOOD, 3), it -> it.volumes = Map.of("/etc/x", volume));

    Concluded verdict = deployed("shop", "unmounted-" + kind, mounting);

    assertThat(verdict.diagnosis().cause()).isEqualTo(cause);
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(evidence -> assertThat(evidence.text()).contains("nowhere"));
  }

  @Test
  void quotaRejectionOfPods_isReported_whereTheRuleCouldNotPredictIt() {
    berth
        .cluster
        .resource(new NamespaceBuilder().withNewMetadata().withName("tight").endMetadata().build())
        .create();
    berth
        .cluster
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace("tight")
                .withName("requests")
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("requests.cpu", new Quantity("150m")))
                .endSpec()
                .build())
        .create();
    await()
        .until(
            () ->
                berth
                        .cluster
                        .resourceQuotas()
                        .inNamespace("tight")
                        .withName("requests")
                        .get()
                        .getStatus()
                    != null);

    Concluded verdict = deployed("tight", "cart", spec(GOOD, 3));

    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.QUOTA_EXCEEDED);
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(evidence -> assertThat(evidence.text()).contains("exceeded quota"));
  }

  @Test
  void slowApplication_timesOut_withSlowStart() {
    String id =
        berth.send(
            new Deploy(
                ANN.withDeadline(Duration.ofSeconds(60)),
                new AppRef("shop", "sleepy"),
                spec("registry.example/shop/cart:1-starts-in-9m", 3),
                false));

    assertThat(berth.concluded(id).verdict()).isIn(Verdict.TIMED_OUT, Verdict.FAILED);
    assertThat(berth.concluded(id).diagnosis().cause())
        .isIn(Cause.SLOW_START, Cause.READINESS_PROBE_FAILING, Cause.WRONG_PORT);
  }

  private static Concluded deployed(String namespace, String name, AppSpec spec) {
    return berth.concluded(berth.send(new Deploy(ANN, new AppRef(namespace, name), spec, false)));
  }
}
