/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.AppSpecBuilder.with;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.ApiServerInterceptor;
import io.berth.deploy.testing.AppObjects;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Verdict;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that refuses one of the writes or deletes that a command needs. */
class RefusedWriteIT {

  /** As a ValidatingAdmissionPolicy says it. */
  private static final String DENIED =
      "ValidatingAdmissionPolicy 'keep' with binding 'keep' denied request: nothing is deleted on"
          + " a Friday";

  /** As an API server with RBAC says it. */
  private static final String FORBIDDEN =
      "poddisruptionbudgets.policy \"budget\" is forbidden: User"
          + " \"system:serviceaccount:berth:deploy\" cannot delete resource"
          + " \"poddisruptionbudgets\" in API group \"policy\" in the namespace \"shop\"";

  private static final AtomicReference<@Nullable Refusal> REFUSAL = new AtomicReference<>();

  private static SimulatedCluster simulated;
  private static ApiServerInterceptor front;
  private static Harness berth;
  private static AppObjects objects;

  /**
   * Refuses some requests.
   *
   * @param line how their first line begins
   * @param accepted how many such requests are let through first
   * @param refused how many are refused then
   */
  private record Refusal(String line, int accepted, int refused, String message) {

    Refusal next() {
      return accepted > 0
          ? new Refusal(line, accepted - 1, refused, message)
          : new Refusal(line, 0, refused - 1, message);
    }
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    simulated = SimulatedCluster.start(Harness.CLUSTER);
    front = new ApiServerInterceptor(simulated.url(), RefusedWriteIT::answer);
    Path given = directory.resolve("given");
    Files.writeString(given, simulated.kubeconfig().replace(simulated.url(), front.url()));
    berth = new Harness(given, directory, "--berth.registry.endpoints=*=" + simulated.url());
    berth.createNamespace("shop");
    berth.start();
    objects = new AppObjects(berth.cluster);
  }

  @AfterAll
  static void stop() throws Exception {
    berth.close();
    front.close();
    simulated.close();
  }

  @AfterEach
  void refuseNothing() {
    REFUSAL.set(null);
  }

  @Test
  void removalWhoseDeploymentMayNotBeDeleted_isRejected_andDeletesNothing() {
    AppRef app = deployed("kept");
    List<String> before = objects.names(app);
    refuse("DELETE /apis/apps/v1/namespaces/shop/deployments/kept", 0, DENIED);

    assertThat(berth.rejected(berth.send(new Remove(ANN, app, "kept"))).violations())
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.found())
                    .contains("does not let Deployment/kept be deleted", "on a Friday"));

    assertThat(objects.names(app)).isEqualTo(before);
    succeeded(new Scale(ANN, app, 4));
    refuseNothing();
    succeeded(new Remove(ANN, app, "kept"));
    assertThat(objects.names(app)).isEmpty();
  }

  @Test
  void removalWithoutThePermission_isRejected_sayingWhatToGrant_andDeletesNothing() {
    AppRef app = deployed("budget");
    List<String> before = objects.names(app);
    refuse("DELETE /apis/policy/v1/namespaces/shop/poddisruptionbudgets/budget", 0, FORBIDDEN);

    assertThat(berth.rejected(berth.send(new Remove(ANN, app, "budget"))).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.found()).contains("PodDisruptionBudget/budget");
              assertThat(violation.help())
                  .contains(
                      "may not delete poddisruptionbudgets",
                      "kubectl -n shop create rolebinding",
                      "--serviceaccount=berth:deploy");
            });

    assertThat(objects.names(app)).isEqualTo(before);
  }

  @Test
  void removalThatIsRefusedHalfway_saysWhatIsDeleted_andCanBeRepeated() {
    AppRef app = deployed("halfway");
    refuse("DELETE /api/v1/namespaces/shop/services/halfway", 1, DENIED);

    Concluded failed = berth.concluded(berth.send(new Remove(ANN, app, "halfway")));

    assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(failed.diagnosis().toString())
        .contains("Service/halfway", "deleted before: Deployment/halfway");
    refuseNothing();
    succeeded(new Remove(ANN, app, "halfway"));
    assertThat(objects.names(app)).isEmpty();
  }

  @Test
  void webhookThatTakesPartInNoDryRun_isNoReasonToReject() {
    AppRef app = deployed("hooked");
    String unsupported = "admission webhook \"audit.example.com\" does not support dry run";
    REFUSAL.set(
        new Refusal(
            "PATCH /apis/policy/v1/namespaces/shop/poddisruptionbudgets/hooked",
            0,
            1,
            unsupported));
    succeeded(deployWithPort(app, "web"));
    REFUSAL.set(new Refusal("DELETE /api/v1/namespaces/shop/services/hooked", 0, 1, unsupported));

    succeeded(new Remove(ANN, app, "hooked"));

    assertThat(objects.names(app)).isEmpty();
  }

  @Test
  void deployWhoseBudgetIsRefused_isRejected_andTheServiceKeepsThePortsOfTheRunningRelease() {
    AppRef app = deployed("steady");
    refuse("PATCH /apis/policy/v1/namespaces/shop/poddisruptionbudgets/steady", 0, DENIED);

    assertThat(berth.rejected(berth.send(deployWithPort(app, "web"))).violations())
        .singleElement()
        .satisfies(violation -> assertThat(violation.found()).contains("on a Friday"));

    assertThat(servicePorts(app)).containsExactly("http");
  }

  @Test
  void deployThatIsRefusedHalfway_saysWhatIsWritten_andLeavesTheService() {
    AppRef app = deployed("partial");
    refuse("PATCH /apis/policy/v1/namespaces/shop/poddisruptionbudgets/partial", 1, DENIED);

    Concluded failed = berth.concluded(berth.send(deployWithPort(app, "web")));

    assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(failed.diagnosis().toString())
        .contains("written before: ", "ControllerRevision/partial-r2");
    assertThat(servicePorts(app)).containsExactly("http");
    refuseNothing();
    succeeded(deployWithPort(app, "api"));
    assertThat(servicePorts(app)).containsExactly("api");
  }

  @Test
  void deployWhoseReleaseIsOverTheCountQuota_isRejected_andWritesNothing() {
    AppRef app = deployed("counted");
    refuse(
        "POST /apis/apps/v1/namespaces/shop/controllerrevisions",
        0,
        "controllerrevisions.apps \"counted-r2\" is forbidden: exceeded quota: releases");
    List<String> before = objects.names(app);

    assertThat(berth.rejected(berth.send(deployWithPort(app, "web"))).violations())
        .singleElement()
        .satisfies(violation -> assertThat(violation.found()).contains("exceeded quota"));

    assertThat(objects.names(app)).isEqualTo(before);
    assertThat(servicePorts(app)).containsExactly("http");
  }

  private static Deploy deployWithPort(AppRef app, String name) {
    return new Deploy(
        ANN, app, with(spec(GOOD, 3), it -> it.ports = List.of(new Port(name, 8080))), false);
  }

  private static List<String> servicePorts(AppRef app) {
    return berth
        .cluster
        .services()
        .inNamespace("shop")
        .withName(app.name())
        .get()
        .getSpec()
        .getPorts()
        .stream()
        .map(ServicePort::getName)
        .toList();
  }

  private static AppRef deployed(String name) {
    AppRef app = shop(name);
    succeeded(new Deploy(ANN, app, spec(GOOD, 3), false));
    return app;
  }

  private static void succeeded(Command command) {
    String id = berth.send(command);
    assertThat(berth.concluded(id).verdict())
        .as("%s", berth.operationsOf(id))
        .isEqualTo(Verdict.SUCCEEDED);
  }

  private static void refuse(String line, int accepted, String message) {
    REFUSAL.set(new Refusal(line, accepted, Integer.MAX_VALUE, message));
  }

  private static boolean answer(ApiServerInterceptor.Request request, OutputStream out)
      throws IOException {
    Refusal refusal = REFUSAL.get();
    if (refusal == null || !request.line().startsWith(refusal.line())) {
      return false;
    }
    REFUSAL.set(refusal.next());
    if (refusal.accepted() > 0 || refusal.refused() <= 0) {
      return false;
    }
    byte[] body =
        """
        {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,
         "message":"%s"}
        """
            .formatted(refusal.message().replace("\"", "\\\""))
            .getBytes(UTF_8);
    String head =
        "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    out.write(head.getBytes(UTF_8));
    out.write(body);
    out.flush();
    return true;
  }
}
