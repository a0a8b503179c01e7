/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Watches: in order, selected, resumed, told when they come too late. */
public abstract class WatchContract extends ClusterContract {

  /** Collects what a watch says. */
  private static final class Seen implements Watcher<ConfigMap> {
    final List<String> events = new CopyOnWriteArrayList<>();
    final AtomicReference<WatcherException> end = new AtomicReference<>();

    @Override
    public void eventReceived(Action action, ConfigMap map) {
      events.add(action + " " + map.getMetadata().getName());
    }

    @Override
    public void onClose(WatcherException cause) {
      end.set(cause);
    }
  }

  private ConfigMap tiered(String name, String tier) {
    return configMap(name, Map.of("tier", tier));
  }

  @Test
  void watch_sendsEachChangeInOrder() {
    Seen seen = new Seen();
    try (Watch _ = client().configMaps().inNamespace(namespace).withLabel("tier").watch(seen)) {
      ConfigMap made = client().resource(tiered("a", "low")).create();
      client().resource(new ConfigMapBuilder(made).addToData("k", "2").build()).update();
      client().resource(made).delete();
      eventually(() -> seen.events.size() >= 3);
      assertThat(seen.events).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    }
  }

  @Test
  void watch_bySelector_seesObjectsComeAndGo() {
    Seen seen = new Seen();
    try (Watch _ =
        client().configMaps().inNamespace(namespace).withLabel("tier", "low").watch(seen)) {
      ConfigMap made = client().resource(tiered("a", "high")).create();
      client()
          .resource(
              new ConfigMapBuilder(made)
                  .editMetadata()
                  .withLabels(Map.of("tier", "low"))
                  .endMetadata()
                  .build())
          .update();
      client()
          .configMaps()
          .inNamespace(namespace)
          .withName("a")
          .edit(
              c ->
                  new ConfigMapBuilder(c)
                      .editMetadata()
                      .withLabels(Map.of("tier", "high"))
                      .endMetadata()
                      .build());
      eventually(() -> seen.events.size() >= 2);
      assertThat(seen.events).containsExactly("ADDED a", "DELETED a");
    }
  }

  @Test
  void watch_byField_seesOneObject() {
    Seen seen = new Seen();
    try (Watch _ =
        client().configMaps().inNamespace(namespace).withField("metadata.name", "b").watch(seen)) {
      client().resource(tiered("a", "low")).create();
      client().resource(tiered("b", "low")).create();
      eventually(() -> !seen.events.isEmpty());
      assertThat(seen.events).containsExactly("ADDED b");
    }
  }

  @Test
  void watch_fromAVersion_resumesThere() {
    ConfigMap first = client().resource(tiered("a", "low")).create();
    client().resource(tiered("b", "low")).create();
    Seen seen = new Seen();
    String version = first.getMetadata().getResourceVersion();
    try (Watch _ =
        client()
            .configMaps()
            .inNamespace(namespace)
            .withLabel("tier")
            .watch(new ListOptionsBuilder().withResourceVersion(version).build(), seen)) {
      eventually(() -> !seen.events.isEmpty());
      assertThat(seen.events).containsExactly("ADDED b");
    }
  }

  @Test
  void informer_followsChanges() {
    client().resource(tiered("a", "low")).create();
    try (SharedIndexInformer<ConfigMap> informer =
        client().configMaps().inNamespace(namespace).withLabel("tier").inform()) {
      assertThat(informer.getStore().list()).hasSize(1);
      client().resource(tiered("b", "low")).create();
      eventually(() -> informer.getStore().list().size() == 2);
      client().resource(tiered("a", "low")).delete();
      eventually(() -> informer.getStore().list().size() == 1);
    }
  }
}
