/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.faults;

import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.ApiServerInterceptor;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.simulator.SimulatedCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace whose role binding somebody took away. */
class MissingPermissionIT {

  private static final AppRef WALLED = new AppRef("walled", "cart");

  /** As an API server with RBAC says it. */
  private static final String FORBIDDEN =
      "deployments.apps is forbidden: User \"system:serviceaccount:berth:deploy\" cannot list"
          + " resource \"deployments\" in API group \"apps\" in the namespace \"walled\"";

  @AutoClose private final SimulatedCluster simulated = SimulatedCluster.start(Harness.CLUSTER);

  @AutoClose
  private final ApiServerInterceptor front =
      new ApiServerInterceptor(simulated.url(), this::answer);

  @AutoClose private final Harness berth;
  private volatile boolean wall = true;

  MissingPermissionIT(@TempDir Path directory) throws IOException {
    Path given = directory.resolve("given");
    Files.writeString(given, simulated.kubeconfig().replace(simulated.url(), front.url()));
    berth = new Harness(given, directory, "--berth.registry.endpoints=*=" + simulated.url());
    berth.createNamespace(WALLED.namespace());
    berth.createNamespace("shop");
    berth.start();
  }

  @Test
  @Tag("fault-A9")
  void missingPermission_affectsItsNamespaceOnly_andHealthGivesAdvice() throws Exception {
    String refused = berth.send(new Deploy(ANN, WALLED, spec(GOOD, 3), false));
    String elsewhere = berth.send(new Deploy(ANN, shop("cart"), spec(GOOD, 3), false));

    assertThat(berth.concluded(elsewhere).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.verdict(refused))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected ->
                assertThat(rejected.violations().toString())
                    .contains("is forbidden", "kubectl -n walled create rolebinding"));
    assertThat(berth.page("/actuator/health"))
        .contains("walled", "kubectl -n walled create rolebinding", "berth:deploy");

    wall = false;
    String again = berth.send(new Deploy(ANN, WALLED, spec(GOOD, 3), false));

    assertThat(berth.concluded(again).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.page("/actuator/health"))
        .contains("\"simulated\":true")
        .doesNotContain("rolebinding");
  }

  private boolean answer(ApiServerInterceptor.Request request, OutputStream out)
      throws IOException {
    if (!wall || !request.line().contains("/namespaces/walled/")) {
      return false;
    }
    byte[] body =
        """
        {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,
         "message":"%s"}
        """
            .formatted(FORBIDDEN.replace("\"", "\\\""))
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
