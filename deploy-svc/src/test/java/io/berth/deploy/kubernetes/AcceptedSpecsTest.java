/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.testing.OddSpecs;
import io.berth.events.AppRef;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.Store;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What passes the reader and the rules is accepted by the API server: no rule is wider than
 * Kubernetes. {@code -Dberth.deploy.specs=20000} tries more specs.
 */
class AcceptedSpecsTest {

  private static final int SPECS = Integer.getInteger("berth.deploy.specs", 500);
  private static final WriteOptions BERTH = new WriteOptions("berth-deploy", false, true);

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void anySpecThatBreaksNoRule_isAcceptedByTheApiServer() {
    OddSpecs specs = new OddSpecs(23);
    int accepted = 0;
    for (int i = 0; i < SPECS; i++) {
      Optional<Plan.Apply> plan = specs.next();
      plan.ifPresent(this::assertAccepted);
      accepted += plan.isPresent() ? 1 : 0;
    }
    assertThat(accepted).as("specs that break no rule").isBetween(SPECS / 10, SPECS * 9 / 10);
  }

  private void assertAccepted(Plan.Apply plan) {
    RestStorage server = new RestStorage(new Store(1000, 1), Clock.systemUTC());
    server.create(
        ApiResources.NAMESPACES,
        "",
        JsonTrees.parse("{\"metadata\": {\"name\": \"shop\"}}"),
        WriteOptions.INTERNAL);
    AppRef app = plan.desired().app();
    assertAccepted(server, ReleaseRevisions.write(app, plan.newRelease()));
    plan.objects().forEach(object -> assertAccepted(server, object));
  }

  private void assertAccepted(RestStorage server, HasMetadata object) {
    ApiResource resource =
        ApiResources.ofKind(object.getApiVersion(), object.getKind()).orElseThrow();
    ObjectKey key = new ObjectKey(resource, "shop", object.getMetadata().getName());
    String json = serialization.asJson(object);
    assertThatCode(() -> server.apply(key, "", JsonTrees.parse(json), BERTH))
        .as(json.substring(0, Math.min(json.length(), 5000)))
        .doesNotThrowAnyException();
  }
}
