/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.events.command.AppSpec.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules about ports: a Service and a container identify them by name and by number. */
final class PortRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("ports-distinct", 3, PortRules::distinct),
          new PolicyRule("port-name", 1, PortRules::name));

  private PortRules() {}

  private static Stream<Breach> distinct(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    List<Port> ports = input.spec().ports();
    Map<String, Integer> names = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, Integer> servicePorts = new HashMap<>();
    List<Breach> breaches = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      Port port = ports.get(i);
      Integer sameName = names.putIfAbsent(port.name(), i);
      Integer sameNumber = numbers.putIfAbsent(port.port() + "/" + port.protocolOrTcp(), i);
      Integer sameServicePort =
          servicePorts.putIfAbsent(port.servicePortOrPort() + "/" + port.protocolOrTcp(), i);
      if (sameName != null) {
        breaches.add(
            breach(i, "name", "'" + port.name() + "'", sameName, "Rename one of the two."));
      }
      if (sameNumber != null) {
        breaches.add(
            breach(
                i,
                "port",
                Integer.toString(port.port()),
                sameNumber,
                "Leave one of the two out; what the application offers there needs one port."));
      } else if (sameServicePort != null) {
        breaches.add(
            breach(
                i,
                "servicePort",
                Integer.toString(port.servicePortOrPort()),
                sameServicePort,
                "Give one of the two another servicePort."));
      }
    }
    return breaches.stream();
  }

  private static Breach breach(int index, String part, String found, int first, String help) {
    return new Breach(
        "spec.ports[" + index + "]." + part,
        found + ", as in spec.ports[" + first + "]",
        "a " + (part.equals("name") ? part : "number") + " of its own for each port",
        help);
  }

  /** IANA's form of service names; a probe or a Service may refer to a port by it. */
  private static Stream<Breach> name(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    List<Port> ports = input.spec().ports();
    return IntStream.range(0, ports.size())
        .filter(i -> wanted(ports.get(i).name()) != null)
        .mapToObj(
            i ->
                new Breach(
                    "spec.ports[" + i + "].name",
                    "'" + ports.get(i).name() + "'",
                    String.valueOf(wanted(ports.get(i).name())),
                    "Name the port for what it serves, such as http or metrics-2."));
  }

  private static @Nullable String wanted(String name) {
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      return "a name with at least one letter";
    }
    return name.contains("--") ? "a name without two hyphens in a row" : null;
  }
}
