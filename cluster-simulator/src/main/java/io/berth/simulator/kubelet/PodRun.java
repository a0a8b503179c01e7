/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One pod on a node: its containers and its end. Changed by the kubelet's thread alone. */
final class PodRun {

  final String uid;
  final String ip;
  final Instant started;
  final List<ContainerRun> initContainers = new ArrayList<>();
  final List<ContainerRun> containers = new ArrayList<>();
  ObjectNode pod;
  @Nullable Instant goneAt;

  /** Whether its volumes are attached to its node. */
  boolean attached;

  PodRun(ObjectNode pod, String ip, Instant now, Timings timings, LogShipper shipping) {
    this.uid = ObjectMeta.uid(pod);
    this.pod = pod;
    this.ip = ip;
    this.started = now;
    String app =
        ObjectMeta.labels(pod)
            .getOrDefault("app.kubernetes.io/name", ObjectMeta.labels(pod).getOrDefault("app", ""));
    for (String list : List.of("initContainers", "containers")) {
      boolean init = list.equals("initContainers");
      for (JsonNode container : JsonTrees.at(pod, "spec", list)) {
        String name = JsonTrees.text(container, "name");
        SimulatedAppLog log = new SimulatedAppLog(app.isEmpty() ? name : app, uid.hashCode());
        (init ? initContainers : containers)
            .add(
                new ContainerRun(
                    name, init, log, now.plus(timings.pull()), l -> shipping.ship(line(name, l))));
      }
    }
    if (!initContainers.isEmpty()) {
      all().forEach(c -> c.state = new ContainerRun.ContainerState.Waiting("PodInitializing", ""));
    }
  }

  /** One init container after the other, and then all others at once. */
  List<ContainerRun> runnable() {
    return initContainers.stream()
        .filter(c -> !c.ready)
        .findFirst()
        .map(List::of)
        .orElse(containers);
  }

  /** Whether a container that ends with that code is started again. */
  boolean restarts(int exitCode) {
    String policy = JsonTrees.text(pod, "spec", "restartPolicy");
    return policy.equals("OnFailure") ? exitCode != 0 : !policy.equals("Never");
  }

  boolean isInitialized() {
    return initContainers.stream().allMatch(c -> c.ready);
  }

  List<ContainerRun> all() {
    return Stream.concat(initContainers.stream(), containers.stream()).toList();
  }

  private LogShipper.PodLine line(String container, LogBuffer.Line line) {
    return new LogShipper.PodLine(namespace(), name(), uid, container, node(), line);
  }

  JsonNode spec(ContainerRun run) {
    return JsonTrees.at(pod, "spec", run.init ? "initContainers" : "containers")
        .valueStream()
        .filter(c -> JsonTrees.text(c, "name").equals(run.name))
        .findFirst()
        .orElseGet(JsonTrees::object);
  }

  Optional<ContainerRun> container(String name) {
    return all().stream().filter(c -> name.isEmpty() || c.name.equals(name)).findFirst();
  }

  String namespace() {
    return ObjectMeta.namespace(pod);
  }

  String name() {
    return ObjectMeta.name(pod);
  }

  String node() {
    return JsonTrees.text(pod, "spec", "nodeName");
  }

  /** {@code web in pod web-1_shop(uid)}: as the kubelet names it in messages. */
  String names(ContainerRun run) {
    return "container=" + run.name + " pod=" + name() + "_" + namespace() + "(" + uid + ")";
  }
}
