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
final class PortDrafts {

  /** A port that is being put together. */
  static final class Draft {
    private final long number;
    private final boolean udp;
    private final @Nullable Source source;
    private final BerthFile file;
    private String name;
    private long servicePort;

    private Draft(String name, long number, boolean udp, @Nullable Source source, BerthFile file) {
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

  private final List<Draft> drafts = new ArrayList<>();
  private final BerthFile own;

  PortDrafts(List<PodContainer> containers, BerthFile own) {
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
      drafts.add(
          new Draft(port.field("name").textOr(""), number, spoken.equals("UDP"), port, file));
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
   * The port that a Service's port leads to; one that no container declares is added to the
   * application's own. Null where none has the name that is said.
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
      known = new Draft(name, number, udp, null, own);
      drafts.add(known);
    }
    return known;
  }

  void write() {
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
            "If somebody needs it, write it to "
                + draft.file.field("ports")
                + " with a servicePort.");
        continue;
      }
      String name = write(draft, names);
      if (draft.source != null) {
        report(draft.source, name, draft.file);
      }
    }
  }

  private static String write(Draft draft, Set<String> names) {
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
    draft.file.add("ports", port);
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
