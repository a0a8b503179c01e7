/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports, such as {@code 8080}, {@code 8080:80/udp} and {@code 127.0.0.1:8080:80}. */
final class ComposePorts {

  private static final Pattern SHORT =
      Pattern.compile("((?<host>.*):)?(?<port>[0-9]{1,5})(/(?<protocol>tcp|udp))?");
  private static final String HOST =
      "The port of the host does not exist: clients use the Service, on the container's port.";

  private final BerthFile file;
  private final Set<String> known = new HashSet<>();

  private ComposePorts(BerthFile file) {
    this.file = file;
  }

  static void read(Source ports, BerthFile file) {
    ComposePorts all = new ComposePorts(file);
    for (Source item : ports.items()) {
      if (item.isObject()) {
        all.ofFields(item);
      } else {
        all.ofText(item);
      }
    }
  }

  private void ofText(Source item) {
    String text = item.literal();
    Matcher matcher = SHORT.matcher(text == null ? "" : Interpolation.of(text));
    if (!matcher.matches()) {
      item.notTaken("It is no single port.", "Write each port to spec.ports.");
      return;
    }
    boolean udp = "udp".equals(matcher.group("protocol"));
    add(Long.parseLong(String.valueOf(matcher.group("port"))), udp, "");
    if (matcher.group("host") == null) {
      item.kept("spec.ports");
    } else {
      item.changed("spec.ports", HOST, "");
    }
  }

  private void ofFields(Source item) {
    Source target = item.field("target");
    Long number = target.number();
    if (number == null) {
      item.fault("a port with target");
      return;
    }
    Source protocol = item.field("protocol");
    Source name = item.field("name");
    add(number, "udp".equals(protocol.text()), name.textOr(""));
    target.kept("spec.ports.port");
    for (Source said : new Source[] {protocol, name}) {
      if (said.isThere()) {
        said.kept("spec.ports");
      }
    }
    for (String other : new String[] {"published", "host_ip", "mode"}) {
      if (item.field(other).isThere()) {
        item.field(other).ignored(HOST);
      }
    }
  }

  private void add(long number, boolean udp, String name) {
    if (!known.add(number + "/" + udp)) {
      return;
    }
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("name", name.isEmpty() ? "port-" + number + (udp ? "-udp" : "") : name);
    port.put("port", number);
    if (udp) {
      port.put("protocol", "udp");
    }
    file.add("ports", port);
  }
}
