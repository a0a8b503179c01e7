/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TopicDump;
import io.berth.events.AppRef;
import io.berth.events.Topics;
import io.berth.events.command.AppSpec;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.pod.PreStop;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Verdict;
import io.berth.redaction.PlantedSecrets;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Secrets in what pods log, in what a cluster says about them and in what teams send are in no
 * answer, no topic but the commands' and no log of the service.
 */
@ExtendWith({SharedHarness.class, OutputCaptureExtension.class})
class DeployPlantedSecretIT {

  private static final String[] FORBIDDEN = PlantedSecrets.forbidden();

  /** Longer than what a diagnosis quotes; the cut is in the secret. */
  private static final String LONG =
      "cannot log in with password=\"" + (PlantedSecrets.SECRET + " ").repeat(200) + "\"";

  private static final CommandMeta PLAN =
      new CommandMeta(
          "ann",
          "to see",
          ANN.deadline(),
          List.of(),
          ANN.order(),
          ANN.partialFailure(),
          null,
          true);

  private static final Harness berth = SharedHarness.get();

  @Test
  void podLog_isRedacted_whereverItIsTruncated(CapturedOutput output) throws Exception {
    AppRef app = TestApps.shop("talking");
    List<String> log = PlantedSecrets.log();
    deployed(app, "1", Map.of("sim.berth.io/log", String.join("\n", log)));
    String path = "/api/v1/pods/shop/" + pod(app) + "/log?tailLines=";
    await().until(() -> berth.page(path + 5000).contains("token: |"));

    for (int lines = 1; lines <= log.size() + 10; lines++) {
      String page = berth.page(path + lines);
      assertThat(page).as(lines + " lines").doesNotContain(FORBIDDEN);
      assertThat(page.lines().count()).isBetween(1L, (long) lines);
    }
    assertThat(berth.page(path + 5000)).contains("[redacted]", "Started talking");
    isSeenNowhere(output);
  }

  @Test
  void logOfAnEndedContainer_isRedacted_andSoIsTheDiagnosisThatQuotesIt(CapturedOutput output)
      throws Exception {
    AppRef app = TestApps.shop("ending");
    String log = PlantedSecrets.longLine() + "\n" + String.join("\n", PlantedSecrets.log());
    Concluded verdict =
        deployed(
            app,
            "1-crash",
            Map.of("sim.berth.io/log", log, "sim.berth.io/termination-message", log));

    assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verdict.diagnosis().evidence())
        .anySatisfy(it -> assertThat(it.text()).contains("Application run failed", "[redacted]"))
        .allSatisfy(it -> assertThat(it.text()).doesNotContain(FORBIDDEN));
    String pod = pod(app);
    String path = "/api/v1/pods/shop/" + pod + "/log?previous=true&tailLines=";
    for (int lines : new int[] {1, 10, 20, 40, 5000}) {
      assertThat(berth.page(path + lines)).as(lines + " lines").doesNotContain(FORBIDDEN);
    }
    assertThat(berth.page(path + 5000)).contains("x".repeat(20_000) + " password=[redacted]");
    assertThat(berth.page("/api/v1/apps/shop/ending/pods")).contains(pod).doesNotContain(FORBIDDEN);
    isSeenNowhere(output);
  }

  @ParameterizedTest
  @CsvSource({
    "missing, pull-error",
    "unready, probe-output",
  })
  void podStatusAndEvents_areRedacted(String behavior, String said, CapturedOutput output) {
    int n = 0;
    for (String text : List.of(LONG, String.join("\n", PlantedSecrets.kinds()))) {
      AppRef app = TestApps.shop(behavior + "-" + n++);
      Concluded verdict = deployed(app, "1-" + behavior, Map.of("sim.berth.io/" + said, text));

      assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
      assertThat(verdict.diagnosis().toString()).contains("[redacted]").doesNotContain(FORBIDDEN);
    }
    isSeenNowhere(output);
  }

  @Test
  void deploymentConditions_areRedacted(CapturedOutput output) {
    AppRef app = TestApps.shop("conditioned");
    deployed(app, "1", Map.of());
    change(
        app,
        it ->
            it.edit()
                .editStatus()
                .addNewCondition()
                .withType("Planted")
                .withStatus("True")
                .withReason("Planted")
                .withMessage(String.join("\n", PlantedSecrets.kinds()))
                .endCondition()
                .endStatus()
                .build(),
        true);

    await()
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> topics().contains("\"type\":\"Planted\""));
    isSeenNowhere(output);
  }

  @Test
  void userValues_areReportedByNameOnly_inPlansDiffsAndDrifts(CapturedOutput output) {
    AppRef app = TestApps.shop("configured");
    deployed(app, "1", Map.of());
    AppSpec planted = filled("2");
    String plan = berth.send(new Deploy(PLAN, app, planted, false));
    String change = berth.send(new Deploy(ANN, app, planted, false));

    for (String id : List.of(plan, change)) {
      Accepted accepted = (Accepted) berth.untilVerdict(id).getFirst();
      assertThat(accepted.diff().toString())
          .contains("env[K_0]", "args", "command", "annotations", "(added, not shown)")
          .doesNotContain(FORBIDDEN);
    }
    change(app, DeployPlantedSecretIT::withOtherTexts, false);
    await().until(() -> drifts(app).size() >= 3);
    assertThat(drifts(app).toString()).contains("env[K_0]", "args").doesNotContain(FORBIDDEN);
    berth.verdict(berth.send(new Deploy(ANN, app, spec("registry.example/cart:3", 3), false)));
    isSeenNowhere(output);
  }

  private static AppSpec filled(String tag) {
    Map<String, String> env = new HashMap<>();
    Map<String, String> annotations = new HashMap<>();
    List<String> kinds = PlantedSecrets.kinds();
    for (int i = 0; i < kinds.size(); i++) {
      env.put("K_" + i, kinds.get(i));
      annotations.put("example.com/k-" + i, kinds.get(i));
    }
    return AppSpecBuilder.with(
        spec("registry.example/shop/cart:" + tag, 3),
        it -> {
          it.env = env;
          it.args = kinds;
          it.command = List.of("/bin/cart", "--token=" + PlantedSecrets.SECRET);
          it.preStop = new PreStop(it.command);
          it.probes = new Probes(withToken("/live"), withToken("/health"), null);
          it.annotations = annotations;
          it.configFiles = Map.of("/etc/cart/all.txt", String.join("\n", kinds));
        });
  }

  private static Probe withToken(String path) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + PlantedSecrets.SECRET);
    return new Probe(
        new ProbeCheck.Http(path, 8080, null, null, null, headers),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        3);
  }

  private static Deployment withOtherTexts(Deployment deployment) {
    return deployment
        .edit()
        .editSpec()
        .editTemplate()
        .editMetadata()
        .addToAnnotations("example.com/k-0", "token: other" + PlantedSecrets.SECRET)
        .endMetadata()
        .editSpec()
        .editFirstContainer()
        .withArgs("--password", "other" + PlantedSecrets.SECRET)
        .editMatchingEnv(env -> env.getName().equals("K_0"))
        .withValue("other" + PlantedSecrets.SECRET)
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Concluded deployed(AppRef app, String tag, Map<String, String> annotations) {
    AppSpec spec =
        AppSpecBuilder.with(
            spec("registry.example/shop/cart:" + tag, 3), it -> it.annotations = annotations);
    return berth.concluded(berth.send(new Deploy(ANN, app, spec, false)));
  }

  private static String pod(AppRef app) {
    return berth
        .cluster
        .pods()
        .inNamespace(app.namespace())
        .withLabel("app.kubernetes.io/name", app.name())
        .list()
        .getItems()
        .getFirst()
        .getMetadata()
        .getName();
  }

  private static List<Drifted> drifts(AppRef app) {
    return berth.operationsOn(app).stream()
        .filter(Drifted.class::isInstance)
        .map(Drifted.class::cast)
        .toList();
  }

  /** The controllers write too: an edit may meet one of theirs and has to be made again. */
  private static void change(AppRef app, UnaryOperator<Deployment> change, boolean status) {
    var live = berth.cluster.apps().deployments().inNamespace("shop").withName(app.name());
    await()
        .ignoreException(KubernetesClientException.class)
        .until(() -> (status ? live.editStatus(change) : live.edit(change)) != null);
  }

  private static String topics() {
    return TopicDump.of(
        topic ->
            topic.startsWith(berth.prefix)
                && !topic.startsWith(berth.prefix + Topics.COMMANDS.name()));
  }

  private static void isSeenNowhere(CapturedOutput output) {
    assertThat(topics()).contains("berth.operation").doesNotContain(FORBIDDEN);
    assertThat(output.toString()).doesNotContain(FORBIDDEN);
  }
}
