/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ports of the containers of a pod, with what its Services say of them. */
final class ContainerPorts {

  /** A port that is being put together. */
  static final class ContainerPort {
    private final long number;
    private final boolean udp;
    private final @Nullable Source source;
    private final BerthFile file;
    private String name;
    private long servicePort;

    private ContainerPort(
        String name, long number, boolean udp, @Nullable Source source, BerthFile file) {
      this.name = name;
      this.number = number;
      this.udp = udp;
      this.source = source;
      this.file = file;
    }

    /** Its name, which is the other one if it has none yet. */
    String nameOr(String other) {
      name = name.isEmpty() ? other : name;
      return name;
    }

    long number() {
      return number;
    }

    /** The Service's port that leads to it: this one, unless there is another already. */
    long serve(long outside) {
      servicePort = servicePort == 0 ? outside : servicePort;
      return servicePort;
    }
  }

  private final List<ContainerPort> ports = new ArrayList<>();
  private final BerthFile own;

  ContainerPorts(List<PodContainer> containers, BerthFile own) {
    this.own = own;
    for (PodContainer container : containers) {
      if (!container.isInit()) {
        container.source().field("ports").items().forEach(it -> declared(it, container.file()));
      }
    }
  }

  private void declared(Source port, BerthFile file) {
    Long number = port.field("containerPort").number();
    String spoken = port.field("protocol").textOr("TCP");
    if (number == null) {
      port.fault("a port with containerPort");
    } else if (!spoken.equals("TCP") && !spoken.equals("UDP")) {
      port.notTaken("Berth has TCP and UDP.", "");
    } else if (find(number, spoken.equals("UDP")) != null) {
      port.notTaken("A container of the pod names the port already.", "");
    } else {
      ports.add(
          new ContainerPort(
              port.field("name").textOr(""), number, spoken.equals("UDP"), port, file));
    }
  }

  private @Nullable ContainerPort find(long number, boolean udp) {
    return ports.stream()
        .filter(port -> port.number == number && port.udp == udp)
        .findFirst()
        .orElse(null);
  }

  /** The port that the Service's port of that number leads to already, if it is another one. */
  @Nullable ContainerPort otherServedAt(long outside, ContainerPort port) {
    return ports.stream()
        .filter(other -> other != port && other.udp == port.udp && other.servicePort == outside)
        .findFirst()
        .orElse(null);
  }

  /**
   * The port that a Service's port leads to; one that no container declares is added to the
   * application's own. Null where none has the name that is said.
   */
  @Nullable ContainerPort target(Source target, long outside, boolean udp, String name) {
    String found = target.scalar();
    if (found != null && !found.matches("[0-9]{1,5}")) {
      return ports.stream()
          .filter(port -> port.name.equals(found) && port.udp == udp)
          .findFirst()
          .orElse(null);
    }
    long number = found == null || found.equals("0") ? outside : Long.parseLong(found);
    ContainerPort known = find(number, udp);
    if (known == null) {
      known = new ContainerPort(name, number, udp, null, own);
      ports.add(known);
    }
    return known;
  }

  void write() {
    Set<String> outside = new HashSet<>();
    ports.stream()
        .filter(port -> port.servicePort != 0)
        .forEach(port -> outside.add(port.servicePort + "/" + port.udp));
    Set<String> names = new HashSet<>();
    for (ContainerPort port : ports) {
      boolean isHidden = port.servicePort == 0 && outside.contains(port.number + "/" + port.udp);
      if (isHidden && port.source != null) {
        port.source.notTaken(
            "The Service's port of that number leads to another port.",
            "If somebody needs it, write it to "
                + port.file.field("ports")
                + " with a servicePort.");
        continue;
      }
      String name = write(port, names);
      if (port.source != null) {
        report(port.source, name, port.file);
      }
    }
  }

  private static String write(ContainerPort port, Set<String> names) {
    String name = port.name;
    if (name.isEmpty() || !names.add(name)) {
      name = "port-" + port.number + (port.udp ? "-udp" : "");
      names.add(name);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("port", port.number);
    if (port.udp) {
      fields.put("protocol", "udp");
    }
    if (port.servicePort != 0 && port.servicePort != port.number) {
      fields.put("servicePort", port.servicePort);
    }
    port.file.add("ports", fields);
    return name;
  }

  private static void report(Source port, String written, BerthFile file) {
    port.field("containerPort").kept(file.field("ports.port"));
    Source name = port.field("name");
    if (name.isThere() && name.textOr("").equals(written)) {
      name.kept(file.field("ports.name"));
    } else if (!name.isEmpty()) {
      name.changed(
          file.field("ports.name"), written + ": another port of the pod has the name.", "");
    }
    Source protocol = port.field("protocol");
    if ("UDP".equals(protocol.text())) {
      protocol.kept(file.field("ports.protocol"));
    } else if (protocol.isThere()) {
      protocol.ignored("It is the default.");
    }
    for (String host : List.of("hostPort", "hostIP")) {
      if (port.field(host).isThere()) {
        port.field(host).notTaken("Pods have no port of the node.", "Reach it by its Service.");
      }
    }
  }
}
