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
          new PolicyRule("ports-distinct", 4, PortRules::distinct),
          new PolicyRule("port-name", 2, PortRules::name));

  private PortRules() {}

  /** A port with the path of its field. */
  private record PortField(String field, Port port) {}

  /** Of all containers: they share the pod's address and its Service. */
  private static List<PortField> fields(PolicyInput input) {
    return PodContainer.all(input.spec())
        .flatMap(
            container ->
                IntStream.range(0, container.ports().size())
                    .mapToObj(
                        i ->
                            new PortField(
                                container.field() + "ports[" + i + "]", container.ports().get(i))))
        .toList();
  }

  private static Stream<Breach> distinct(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    Map<String, String> names = new HashMap<>();
    Map<String, String> numbers = new HashMap<>();
    Map<String, String> servicePorts = new HashMap<>();
    List<Breach> breaches = new ArrayList<>();
    for (PortField each : fields(input)) {
      Port port = each.port();
      String sameName = names.putIfAbsent(port.name(), each.field());
      String sameNumber =
          numbers.putIfAbsent(port.port() + "/" + port.protocolOrTcp(), each.field());
      String sameServicePort =
          servicePorts.putIfAbsent(
              port.servicePortOrPort() + "/" + port.protocolOrTcp(), each.field());
      if (sameName != null) {
        breaches.add(
            breach(each, "name", "'" + port.name() + "'", sameName, "Rename one of the two."));
      }
      if (sameNumber != null) {
        breaches.add(
            breach(
                each,
                "port",
                Integer.toString(port.port()),
                sameNumber,
                "Leave one of the two out; what the application offers there needs one port."));
      } else if (sameServicePort != null) {
        breaches.add(
            breach(
                each,
                "servicePort",
                Integer.toString(port.servicePortOrPort()),
                sameServicePort,
                "Give one of the two another servicePort."));
      }
    }
    return breaches.stream();
  }

  private static Breach breach(
      PortField port, String part, String found, String first, String help) {
    return new Breach(
        port.field() + "." + part,
        found + ", as in " + first,
        "a " + (part.equals("name") ? part : "number") + " of its own for each port",
        help);
  }

  /** IANA's form of service names; a probe or a Service may refer to a port by it. */
  private static Stream<Breach> name(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return fields(input).stream()
        .filter(each -> wanted(each.port().name()) != null)
        .map(
            each ->
                new Breach(
                    each.field() + ".name",
                    "'" + each.port().name() + "'",
                    String.valueOf(wanted(each.port().name())),
                    "Name the port for what it serves, such as http or metrics-2."));
  }

  private static @Nullable String wanted(String name) {
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      return "a name with at least one letter";
    }
    return name.contains("--") ? "a name without two hyphens in a row" : null;
  }
}
