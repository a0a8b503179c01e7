/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Every state that the endpoints of an application's Service go through, from now on. */
public final class ReadyPods implements Watcher<Endpoints>, AutoCloseable {

  private final List<Set<String>> states = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Watch watch;

  public ReadyPods(KubernetesClient client, AppRef app) {
    this.watch = client.endpoints().inNamespace(app.namespace()).withName(app.name()).watch(this);
  }

  @Override
  public void eventReceived(Action action, Endpoints endpoints) {
    switch (action) {
      case ADDED, MODIFIED -> states.add(names(endpoints));
      case DELETED -> states.add(Set.of());
      case ERROR, BOOKMARK -> faults.add(action + " " + endpoints);
    }
  }

  private static Set<String> names(Endpoints endpoints) {
    return endpoints.getSubsets().stream()
        .flatMap(subset -> subset.getAddresses().stream())
        .map(EndpointAddress::getTargetRef)
        .map(pod -> pod.getName())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void onClose(WatcherException cause) {
    faults.add(String.valueOf(cause.getMessage()));
  }

  /** The names of the pods that were led to, state after state. */
  public List<Set<String>> states() {
    return states;
  }

  /** Why a state may have been missed; empty where none was. */
  public List<String> faults() {
    return faults;
  }

  @Override
  public void close() {
    watch.close();
  }
}
