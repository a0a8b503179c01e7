/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.AppSpecBuilder.with;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static io.berth.deploy.testing.TestApps.stepping;
import static io.berth.deploy.testing.TestApps.withConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.testing.Harness;
import io.berth.deploy.testing.SharedHarness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Change;
import io.berth.events.operation.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects that a Deploy would become, without the Deploy. */
@ExtendWith(SharedHarness.class)
class RenderIT {

  private static final String TEMPLATE = "spec.template.metadata.";
  private static final RolloutStrategy CANARY =
      new RolloutStrategy.Canary(List.of(new RolloutStrategy.CanaryStep(25, null)));

  private static final Harness berth = SharedHarness.get();

  @AutoClose private static final HttpClient http = HttpClient.newHttpClient();

  @Test
  void renderedObjects_areTakenByTheApiServer_andNothingIsWritten() throws Exception {
    AppRef app = shop("rendered");
    JsonNode rendered = rendered(app, spec(GOOD, 3));

    assertThat(rendered.path("release").asInt()).isEqualTo(1);
    assertThat(rendered.path("app").asString()).isEqualTo("shop/rendered");
    assertThat(kinds(rendered))
        .containsExactly("ConfigMap", "Service", "PodDisruptionBudget", "Deployment");
    for (JsonNode object : rendered.path("objects")) {
      HasMetadata read =
          berth
              .cluster
              .getKubernetesSerialization()
              .unmarshal(object.toString(), HasMetadata.class);
      assertThat(berth.cluster.resource(read).dryRun().create().getMetadata().getName())
          .startsWith("rendered");
    }
    assertThat(berth.live(app)).isNull();
    assertThat(berth.operationsOn(app)).isEmpty();
  }

  @Test
  void renderedDeployment_isTheOneThatADeployWrites_withoutWhatOnlyTheCommandGives()
      throws Exception {
    AppRef app = shop("as-rendered");
    AppSpec spec = with(spec(GOOD, 3), it -> it.env = Map.of("TOKEN", "yes: 010"));
    JsonNode rendered = deployment(rendered(app, spec));
    assertThat(rendered.toString())
        .doesNotContain(Annotations.COMMAND_ID, Annotations.POSITION, Annotations.DEADLINE)
        .contains("@sha256:");
    assertThat(rendered.at("/spec/template/spec/containers/0/env").toString())
        .contains("\"value\":\"yes: 010\"");

    deploySucceeded(app, spec);

    HasMetadata again =
        berth
            .cluster
            .resource(
                berth
                    .cluster
                    .getKubernetesSerialization()
                    .unmarshal(rendered.toString(), HasMetadata.class))
            .dryRun()
            .patch(PatchContext.of(PatchType.JSON_MERGE));
    assertThat(berth.live(app).getSpec().getTemplate().getSpec())
        .isEqualTo(((Deployment) again).getSpec().getTemplate().getSpec());
    assertThat(rendered(app, spec).path("release").asInt()).isEqualTo(2);
  }

  @Test
  void canary_isRenderedAsItIsWhenItsRolloutHasEnded() throws Exception {
    AppRef app = shop("canary-rendered");
    deploySucceeded(app, spec(GOOD, 4));
    JsonNode rendered = rendered(app, stepping("registry.example/shop/cart:2.0.0", 4, CANARY));
    assertThat(kinds(rendered)).containsOnlyOnce("Deployment");
    assertThat(deployment(rendered).at("/spec/replicas").asInt()).isEqualTo(4);
    assertThat(deployment(rendered).at("/spec/template/spec/containers/0/image").asString())
        .startsWith("registry.example/shop/cart:2.0.0");
    assertThat(rendered.path("notes").toString()).contains("canary-rendered--canary");
  }

  /** {@code berth diff} leaves these out: they are no difference. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dryRunOfTheSameSpec_changesOnlyWhatEveryReleaseChanges(boolean stepwise) {
    AppRef app = shop(stepwise ? "same-stepwise" : "same");
    AppSpec spec = stepwise ? stepping(GOOD, 4, CANARY) : spec(GOOD, 4);
    deploySucceeded(app, spec);
    assertThat(dryRun(app, spec))
        .extracting(Change::object, Change::field)
        .containsExactlyInAnyOrder(
            tuple("Deployment/" + app.name(), "metadata.labels.app.kubernetes.io/version"),
            tuple("Deployment/" + app.name(), TEMPLATE + "labels.app.kubernetes.io/version"),
            tuple("Deployment/" + app.name(), TEMPLATE + "annotations.berth.io/release"),
            tuple("Deployment/" + app.name(), TEMPLATE + "annotations.berth.io/command-id"),
            tuple(
                "Deployment/" + app.name(),
                "spec.template.spec.containers[" + app.name() + "].env[BERTH_RELEASE].value"));
    assertThat(berth.live(app).getMetadata().getLabels()).containsEntry(Annotations.VERSION, "1");
  }

  @Test
  void dryRun_reportsNewObjects_andWhatACanaryWillChange() {
    AppRef app = shop("diffed");
    AppSpec spec = with(stepping(GOOD, 4, CANARY), it -> it.env = Map.of("TOKEN", "before"));
    deploySucceeded(app, spec);
    AppSpec next = with(withConfig(spec, "colour=red\n"), it -> it.env = Map.of("TOKEN", "after"));
    List<Change> changes = dryRun(app, next);
    assertThat(changes)
        .anyMatch(it -> it.object().startsWith("ConfigMap/diffed") && "made".equals(it.to()))
        .anyMatch(
            it ->
                it.field().equals("spec.template.spec.containers[diffed].env[TOKEN].value")
                    && "(changed, not shown)".equals(it.to()))
        .noneMatch(it -> it.object().contains("canary"));
    assertThat(changes.toString()).doesNotContain("before", "after");
  }

  private static List<Change> dryRun(AppRef app, AppSpec spec) {
    String id =
        berth.send(
            new Deploy(
                new CommandMeta(
                    ANN.requestedBy(),
                    null,
                    ANN.deadline(),
                    List.of(),
                    ANN.order(),
                    ANN.partialFailure(),
                    null,
                    true),
                app,
                spec,
                false));
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
    return berth.operationsOf(id).stream()
        .filter(Accepted.class::isInstance)
        .map(Accepted.class::cast)
        .findFirst()
        .orElseThrow()
        .diff();
  }

  @Test
  void commandThatWouldBeRejected_isRefused_withEveryRule() throws Exception {
    HttpResponse<String> answer = post(shop("refused"), spec("registry.example/cart", 1));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.path("errors").findValuesAsString("rule"))
        .contains("image-immutable", "min-replicas");
    assertThat(problem.at("/errors/0/help").asString()).isNotBlank();
  }

  private static JsonNode rendered(AppRef app, AppSpec spec) throws Exception {
    HttpResponse<String> answer = post(app, spec);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static HttpResponse<String> post(AppRef app, AppSpec spec) throws Exception {
    String port = berth.bean(Environment.class).getProperty("local.server.port");
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/render"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(EventJson.write(new Deploy(ANN, app, spec, false))))
            .build(),
        BodyHandlers.ofString());
  }

  private static List<String> kinds(JsonNode rendered) {
    return StreamSupport.stream(rendered.path("objects").spliterator(), false)
        .map(object -> object.path("kind").asString())
        .toList();
  }

  private static JsonNode deployment(JsonNode rendered) {
    JsonNode objects = rendered.path("objects");
    return objects.get(objects.size() - 1);
  }

  private static void deploySucceeded(AppRef app, AppSpec spec) {
    String id = berth.send(new Deploy(ANN, app, spec, false));
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }
}
