/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Deploy;
import io.berth.events.command.Rollback;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.EmptyDir;
import io.berth.events.command.pod.VolumeMount;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications with init containers and sidecars, from the command to the verdict. */
@ExtendWith(SharedHarness.class)
class AdditionalContainersIT {

  private static final Harness berth = SharedHarness.get();

  @Test
  void initContainersAndSidecars_runBeforeAndBeside_andGoWithTheReleaseThatHasThem() {
    AppRef app = shop("accompanied");
    AppSpec plain = spec(GOOD, 3);
    AppSpec accompanied =
        AppSpecBuilder.with(
            plain,
            it -> {
              it.volumes =
                  Map.of("/srv/www", new Volume(new EmptyDir(null, false), null, null, null, null));
              it.initContainers =
                  List.of(
                      TestContainers.init(c -> c.volumes = Map.of("/work", mount("/srv/www"))),
                      TestContainers.init(c -> c.name = "warm-up"));
              it.sidecars =
                  List.of(
                      TestContainers.sidecar(
                          c -> {
                            c.ports = List.of(new Port("metrics", 9113));
                            c.volumes = Map.of("/etc/cart/cart.conf", mount(null));
                          }));
            });

    assertSucceeded(berth.concluded(berth.send(new Deploy(ANN, app, accompanied, false))));
    assertThat(pod(app).getInitContainers())
        .extracting(container -> container.getName())
        .containsExactly("migrate", "warm-up");
    assertThat(pod(app).getContainers())
        .extracting(container -> container.getName())
        .containsExactly("accompanied", "exporter");
    assertThat(servicePorts(app)).extracting(ServicePort::getPort).containsExactly(8080, 9113);

    assertSucceeded(berth.concluded(berth.send(new Deploy(ANN, app, plain, false))));
    assertThat(pod(app).getInitContainers()).isEmpty();
    assertThat(pod(app).getContainers()).hasSize(1);
    assertThat(servicePorts(app)).hasSize(1);

    assertSucceeded(berth.concluded(berth.send(new Rollback(ANN, app, 1L))));
    assertThat(pod(app).getInitContainers()).hasSize(2);
    assertThat(pod(app).getContainers()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "init, crash, CONTAINER_CRASHED, The init container 'migrate'",
    "init, oom, OUT_OF_MEMORY, The init container 'migrate'",
    "init, missing, IMAGE_NOT_FOUND, of the init container 'migrate'",
    "sidecar, crash, CONTAINER_CRASHED, The sidecar 'exporter'",
    "sidecar, oom, OUT_OF_MEMORY, The sidecar 'exporter'",
    "sidecar, missing, IMAGE_NOT_FOUND, of the sidecar 'exporter'",
  })
  void containerThatFails_isNamedByTheVerdict(
      String kind, String behavior, Cause cause, String name) {
    String image = "registry.example/shop/other:1-" + behavior;
    AppSpec failing =
        AppSpecBuilder.with(
            spec(GOOD, 3),
            it -> {
              it.initContainers =
                  List.of(
                      TestContainers.init(c -> c.image = kind.equals("init") ? image : c.image));
              it.sidecars =
                  List.of(
                      TestContainers.sidecar(
                          c -> c.image = kind.equals("sidecar") ? image : c.image));
            });

    Concluded verdict =
        berth.concluded(berth.send(new Deploy(ANN, shop(kind + "-" + behavior), failing, false)));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().cause()).isEqualTo(cause);
    assertThat(verdict.diagnosis().explanation()).contains(name);
    assertThat(verdict.diagnosis().evidence()).isNotEmpty();
  }

  @Test
  void initContainerThatNeverEnds_isNamedAtTheDeadline_withItsLog() {
    AppSpec hanging =
        AppSpecBuilder.with(
            spec(GOOD, 3),
            it ->
                it.initContainers =
                    List.of(
                        TestContainers.init(
                            c -> c.image = "registry.example/shop/wait:1-unready")));

    Concluded verdict =
        berth.concluded(
            berth.send(
                new Deploy(
                    ANN.withDeadline(Duration.ofSeconds(20)), shop("hanging"), hanging, false)));

    assertThat(verdict.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(verdict.diagnosis().cause()).isEqualTo(Cause.SLOW_START);
    assertThat(verdict.diagnosis().explanation())
        .startsWith("The init container 'migrate' runs and has not ended");
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(evidence -> assertThat(evidence.text()).contains("Starting migrate"));
  }

  /** A pod needs what its containers use together, or its largest init container. */
  @Test
  void quota_countsAPodAsTheClusterDoes() {
    berth
        .cluster
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("counted").endMetadata().build())
        .create();
    berth
        .cluster
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace("counted")
                .withName("cpu")
                .endMetadata()
                .withNewSpec()
                .addToHard("limits.cpu", new Quantity("1500m"))
                .endSpec()
                .build())
        .create();
    // 3 pods of 500m each, 200m of which are the application's.
    assertRejected(deployCounted(501, 100));
    assertRejected(deployCounted(100, 301));
    assertSucceeded(berth.concluded(deployCounted(500, 300)));
  }

  private static void assertRejected(String command) {
    assertThat(berth.rejected(command).violations())
        .singleElement()
        .satisfies(violation -> assertThat(violation.rule()).isEqualTo("quota"));
  }

  private static String deployCounted(long initMillis, long sidecarMillis) {
    AppSpec counted =
        AppSpecBuilder.with(
            spec(GOOD, 3),
            it -> {
              it.initContainers =
                  List.of(TestContainers.init(c -> c.limits = new Limits(initMillis, 64L << 20)));
              it.sidecars =
                  List.of(
                      TestContainers.sidecar(c -> c.limits = new Limits(sidecarMillis, 64L << 20)));
            });
    return berth.send(new Deploy(ANN, new AppRef("counted", "fits"), counted, false));
  }

  private static VolumeMount mount(String from) {
    return new VolumeMount(from, null, false);
  }

  private static void assertSucceeded(Concluded verdict) {
    assertThat(verdict.verdict())
        .as("%s %s", verdict.summary(), verdict.diagnosis())
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static PodSpec pod(AppRef app) {
    return berth
        .cluster
        .apps()
        .deployments()
        .inNamespace(app.namespace())
        .withName(app.name())
        .get()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static List<ServicePort> servicePorts(AppRef app) {
    return berth
        .cluster
        .services()
        .inNamespace(app.namespace())
        .withName(app.name())
        .get()
        .getSpec()
        .getPorts();
  }
}
