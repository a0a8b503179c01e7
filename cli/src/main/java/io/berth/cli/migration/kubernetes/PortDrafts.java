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

/** The ports of a container, with what its Services say of them. */
final class PortDrafts {

  /** A port that is being put together. */
  static final class Draft {
    private final long number;
    private final boolean udp;
    private final @Nullable Source source;
    private String name;
    private long servicePort;

    private Draft(String name, long number, boolean udp, @Nullable Source source) {
      this.name = name;
      this.number = number;
      this.udp = udp;
      this.source = source;
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

  private final List<Draft> drafts = new ArrayList<>();

  PortDrafts(Source ports) {
    ports.items().forEach(this::declared);
  }

  private void declared(Source port) {
    Long number = port.field("containerPort").number();
    String spoken = port.field("protocol").textOr("TCP");
    if (number == null) {
      port.fault("a port with containerPort");
    } else if (!spoken.equals("TCP") && !spoken.equals("UDP")) {
      port.notTaken("Berth has TCP and UDP.", "");
    } else if (find(number, spoken.equals("UDP")) != null) {
      port.notTaken("The port has another name already.", "");
    } else {
      drafts.add(new Draft(port.field("name").textOr(""), number, spoken.equals("UDP"), port));
    }
  }

  private @Nullable Draft find(long number, boolean udp) {
    return drafts.stream()
        .filter(draft -> draft.number == number && draft.udp == udp)
        .findFirst()
        .orElse(null);
  }

  /** The port that the Service's port of that number leads to already, if it is another one. */
  @Nullable Draft otherServedAt(long outside, Draft draft) {
    return drafts.stream()
        .filter(other -> other != draft && other.udp == draft.udp && other.servicePort == outside)
        .findFirst()
        .orElse(null);
  }

  /**
   * The port that a Service's port leads to; one that the container does not declare is added. Null
   * where none has the name that is said.
   */
  @Nullable Draft target(Source target, long outside, boolean udp, String name) {
    String found = target.scalar();
    if (found != null && !found.matches("[0-9]{1,5}")) {
      return drafts.stream()
          .filter(draft -> draft.name.equals(found) && draft.udp == udp)
          .findFirst()
          .orElse(null);
    }
    long number = found == null || found.equals("0") ? outside : Long.parseLong(found);
    Draft known = find(number, udp);
    if (known == null) {
      known = new Draft(name, number, udp, null);
      drafts.add(known);
    }
    return known;
  }

  void writeTo(BerthFile file) {
    Set<String> outside = new HashSet<>();
    drafts.stream()
        .filter(draft -> draft.servicePort != 0)
        .forEach(draft -> outside.add(draft.servicePort + "/" + draft.udp));
    Set<String> names = new HashSet<>();
    for (Draft draft : drafts) {
      boolean isHidden = draft.servicePort == 0 && outside.contains(draft.number + "/" + draft.udp);
      if (isHidden && draft.source != null) {
        draft.source.notTaken(
            "The Service's port of that number leads to another port.",
            "If somebody needs it, write it to spec.ports with a servicePort.");
        continue;
      }
      write(draft, names, file);
      if (draft.source != null) {
        report(draft.source);
      }
    }
  }

  private static void write(Draft draft, Set<String> names, BerthFile file) {
    String name = draft.name;
    if (name.isEmpty() || !names.add(name)) {
      name = "port-" + draft.number + (draft.udp ? "-udp" : "");
      names.add(name);
    }
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("name", name);
    port.put("port", draft.number);
    if (draft.udp) {
      port.put("protocol", "udp");
    }
    if (draft.servicePort != 0 && draft.servicePort != draft.number) {
      port.put("servicePort", draft.servicePort);
    }
    file.add("ports", port);
  }

  private static void report(Source port) {
    port.field("containerPort").kept("spec.ports.port");
    if (port.field("name").isThere()) {
      port.field("name").kept("spec.ports.name");
    }
    Source protocol = port.field("protocol");
    if ("UDP".equals(protocol.text())) {
      protocol.kept("spec.ports.protocol");
    } else if (protocol.isThere()) {
      protocol.ignored("It is the default.");
    }
    for (String name : List.of("hostPort", "hostIP")) {
      if (port.field(name).isThere()) {
        port.field(name).notTaken("Pods have no port of the node.", "Reach it by its Service.");
      }
    }
  }
}
