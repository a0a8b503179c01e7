/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.kubernetes.ContainerPorts.ContainerPort;
import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The ports of the containers, and of the Services that route to their pods. */
final class Services {

  private static final String ONE = "An application has one Service, with its name.";

  private static final FieldTable SPEC =
      new FieldTable()
          .standard("type", "ClusterIP")
          .notTaken(
              "type",
              "A Service is reached inside the cluster.",
              "Route to it from an Ingress or Gateway that your platform offers.")
          .standard("sessionAffinity", "None")
          .standard("internalTrafficPolicy", "Cluster")
          .standard("publishNotReadyAddresses", false)
          .notTaken("publishNotReadyAddresses", "Requests go to ready pods.", "")
          .ignored(
              "The cluster fills it in.",
              "clusterIPs",
              "ipFamilies",
              "ipFamilyPolicy",
              "healthCheckNodePort",
              "allocateLoadBalancerNodePorts")
          .ignored("Berth selects the pods by its own labels.", "selector")
          .notOffered(
              "sessionAffinity",
              "sessionAffinityConfig",
              "internalTrafficPolicy",
              "externalTrafficPolicy",
              "externalIPs",
              "loadBalancerIP",
              "loadBalancerClass",
              "loadBalancerSourceRanges",
              "trafficDistribution");

  private final BerthFile file;
  private final ContainerPorts ports;

  private Services(BerthFile file, ContainerPorts ports) {
    this.file = file;
    this.ports = ports;
  }

  static void read(
      List<PodContainer> containers, Source labels, KubernetesObjects objects, BerthFile file) {
    ContainerPorts ports = new ContainerPorts(containers, file);
    Services services = new Services(file, ports);
    objects.near("Service").stream()
        .filter(service -> selects(service.at("spec", "selector"), labels))
        .sorted(
            Comparator.comparing(
                (Source service) ->
                    service.object().name().equals(file.name()) ? 0 : isHeadless(service) ? 2 : 1))
        .toList()
        .forEach(service -> services.service(service, objects));
    ports.write();
  }

  private static boolean isHeadless(Source service) {
    return "None".equals(service.at("spec", "clusterIP").text());
  }

  private static boolean selects(Source selector, Source labels) {
    Map<String, Source> wanted = selector.entries();
    return !wanted.isEmpty()
        && wanted.entrySet().stream()
            .allMatch(
                entry -> {
                  String label = labels.field(entry.getKey()).text();
                  return label != null && label.equals(entry.getValue().text());
                });
  }

  private void service(Source service, KubernetesObjects objects) {
    BerthFile other = objects.takenInto(service.object());
    if (other != null && other != file) {
      service.notTaken(
          "It routes to the pods of several applications; " + other + " has its ports.",
          "Its clients must choose one of them.");
      return;
    }
    objects.take(service, file);
    Source spec = service.field("spec");
    if (isHeadless(service)) {
      spec.field("clusterIP")
          .notTaken(
              "A Service has one address; its name does not lead to each pod.",
              "If the clients look up the pods themselves, keep that Service outside Berth.");
    } else if (spec.field("clusterIP").isThere()) {
      spec.field("clusterIP").ignored("The cluster fills it in.");
    }
    SPEC.read(spec, file);
    Source name = service.at("metadata", "name");
    if (file.name().equals(name.text())) {
      name.kept("app.name");
    } else {
      name.changed(
          "app.name",
          ONE,
          "Clients must use the name " + file.name() + " in place of " + name.textOr("") + ".");
    }
    spec.field("ports").items().forEach(this::servicePort);
    ObjectMetadata.read(service, file);
  }

  private void servicePort(Source port) {
    Source number = port.field("port");
    Long outside = number.number();
    Source protocol = port.field("protocol");
    String spoken = protocol.textOr("TCP");
    if (outside == null) {
      port.fault("a port with a number");
      return;
    }
    if (!spoken.equals("TCP") && !spoken.equals("UDP")) {
      port.notTaken("Berth has TCP and UDP.", "");
      return;
    }
    boolean udp = spoken.equals("UDP");
    Source name = port.field("name");
    ContainerPort target = ports.target(port.field("targetPort"), outside, udp, name.textOr(""));
    if (target == null) {
      port.notTaken("No port of the containers has that name.", "Write the port to spec.ports.");
      return;
    }
    if (ports.otherServedAt(outside, target) != null) {
      name(name, target);
      port.notTaken(
          "The application's one Service leads from " + outside + " to another port.",
          "Its clients must use " + target.number() + ".");
      return;
    }
    long served = target.serve(outside);
    if (served != outside) {
      port.notTaken(
          "A port has one port of the Service, and this one has " + served + ".",
          "Its clients must use " + served + ".");
      return;
    }
    number.kept("spec.ports.servicePort");
    name(name, target);
    if (protocol.isThere()) {
      protocol.ignored("It is that of the port.");
    }
    if (port.field("targetPort").isThere()) {
      port.field("targetPort").kept("spec.ports.port");
    }
    if (port.field("nodePort").isThere()) {
      port.field("nodePort").notTaken("The nodes have no port for it.", "");
    }
  }

  private static void name(Source name, ContainerPort target) {
    String found = name.textOr("");
    if (target.nameOr(found).equals(found)) {
      if (name.isThere()) {
        name.kept("spec.ports.name");
      }
    } else if (name.isThere()) {
      name.changed(
          "spec.ports.name",
          "The Service's port is named like the container's: " + target.nameOr("") + ".",
          "Who looks ports up by name must use it.");
    }
  }
}
