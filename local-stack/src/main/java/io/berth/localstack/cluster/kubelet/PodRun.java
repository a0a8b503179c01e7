/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One pod on a node: its containers and its end. Changed by the kubelet's thread alone. */
final class PodRun {

  final String uid;
  final String ip;
  final Instant started;
  final List<ContainerRun> containers = new ArrayList<>();
  ObjectNode pod;
  @Nullable Instant goneAt;

  PodRun(ObjectNode pod, String ip, Instant now, Timings timings, LogShipping shipping) {
    this.uid = Meta.uid(pod);
    this.pod = pod;
    this.ip = ip;
    this.started = now;
    String app =
        Meta.labels(pod)
            .getOrDefault("app.kubernetes.io/name", Meta.labels(pod).getOrDefault("app", ""));
    for (JsonNode container : Json.at(pod, "spec", "containers")) {
      String name = Json.text(container, "name");
      AppLog log = new AppLog(app.isEmpty() ? name : app, uid.hashCode());
      containers.add(
          new ContainerRun(name, log, now.plus(timings.pull()), l -> shipping.ship(line(name, l))));
    }
  }

  private LogShipping.PodLine line(String container, LogBuffer.Line line) {
    return new LogShipping.PodLine(namespace(), name(), uid, container, node(), line);
  }

  JsonNode spec(ContainerRun run) {
    return Json.at(pod, "spec", "containers")
        .valueStream()
        .filter(c -> Json.text(c, "name").equals(run.name))
        .findFirst()
        .orElseGet(Json::object);
  }

  Optional<ContainerRun> container(String name) {
    return containers.stream().filter(c -> name.isEmpty() || c.name.equals(name)).findFirst();
  }

  String namespace() {
    return Meta.namespace(pod);
  }

  String name() {
    return Meta.name(pod);
  }

  String node() {
    return Json.text(pod, "spec", "nodeName");
  }

  /** {@code web in pod web-1_shop(uid)}: as the kubelet names it in messages. */
  String names(ContainerRun run) {
    return "container=" + run.name + " pod=" + name() + "_" + namespace() + "(" + uid + ")";
  }
}
