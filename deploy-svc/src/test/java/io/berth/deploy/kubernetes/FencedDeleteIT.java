/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.CommandRef;
import io.berth.simulator.SimulatedCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K3: an instance that stood still between its look and its delete takes nothing of others. */
class FencedDeleteIT {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static SimulatedCluster simulated;
  private static KubernetesClient client;

  private final FencedDelete second = new FencedDelete(client, origin("c-2", 2));

  @BeforeAll
  static void start(@TempDir Path directory) {
    simulated = SimulatedCluster.start("dc-a");
    client =
        KubernetesClients.open(
            simulated.writeKubeconfig(directory.resolve("kubeconfig")).toString());
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
  }

  @AfterAll
  static void stop() {
    client.close();
    simulated.close();
  }

  @Test
  void readObject_isDeleted() {
    second.delete(made("first", "c-1", 1));

    assertThat(live("first")).isNull();
  }

  @Test
  void objectWithAChangedStatus_isDeleted() {
    Service seen = made("second", "c-1", 1);
    client.resource(seen).edit(it -> annotated(it, "note", "by another controller"));

    second.delete(seen);

    assertThat(live("second")).isNull();
  }

  @Test
  void objectWrittenByANewerCommand_isKept() {
    Service seen = made("third", "c-1", 1);
    client
        .resource(seen)
        .edit(
            it ->
                annotated(
                    annotated(it, Annotations.COMMAND_ID, "c-3"),
                    Annotations.POSITION,
                    "berth.commands-0:3"));

    assertThatThrownBy(() -> second.delete(seen)).isInstanceOf(StaleWriteException.class);
    assertThat(live("third")).isNotNull();
  }

  @Test
  void recreatedObject_isKept() {
    Service seen = made("fourth", "c-1", 1);
    client.resource(seen).delete();
    made("fourth", "c-1", 1);

    second.delete(seen);

    assertThat(live("fourth")).isNotNull();
  }

  @Test
  void objectThatChangedHands_isKept() {
    Service seen = made("fifth", "c-1", 1);
    client.resource(seen).edit(it -> annotated(it, Annotations.APP, "shop/another"));

    assertThat(second.delete(seen)).isFalse();

    assertThat(live("fifth")).isNotNull();
  }

  private static Service made(String name, String id, long offset) {
    return client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withAnnotations(
                    Map.of(
                        Annotations.COMMAND_ID,
                        id,
                        Annotations.POSITION,
                        "berth.commands-0:" + offset,
                        Annotations.COMMAND_TIME,
                        NOON.toString()))
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
  }

  private static Service annotated(Service service, String name, String value) {
    return new ServiceBuilder(service)
        .editMetadata()
        .addToAnnotations(name, value)
        .endMetadata()
        .build();
  }

  private static Service live(String name) {
    return client.services().inNamespace("shop").withName(name).get();
  }

  private static CommandRef origin(String id, long offset) {
    return new CommandRef(
        id, "remove", "ann", NOON, NOON.plusSeconds(60), "berth.commands-0:" + offset);
  }
}
