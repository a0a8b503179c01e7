/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The validation of a Service's spec. */
final class ServiceValidation {

  private ServiceValidation() {}

  static void spec(ObjectValidation faults, JsonNode spec) {
    JsonNode ports = spec.path("ports");
    boolean portless =
        JsonTrees.text(spec, "clusterIP").equals("None")
            || JsonTrees.text(spec, "type").equals("ExternalName");
    if (ports.isEmpty() && !portless) {
      faults.required("spec.ports", "");
    }
    Set<String> names = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      String field = "spec.ports[" + i + "]";
      JsonNode port = ports.path(i);
      String name = JsonTrees.text(port, "name");
      if (name.isEmpty() && ports.size() > 1) {
        faults.required(field + ".name", "");
      } else if (!name.isEmpty()) {
        faults.invalid(field + ".name", name, NameFormats.label(name));
      }
      if (!name.isEmpty() && !names.add(name)) {
        faults.duplicate(field + ".name", name);
      }
      faults.portNumber(field + ".port", port.path("port"));
      PodValidation.protocol(faults, field + ".protocol", JsonTrees.text(port, "protocol"));
      faults.portReference(field + ".targetPort", port.path("targetPort"));
    }
    for (int i = 0; i < ports.size(); i++) {
      JsonNode port = ports.path(i);
      String protocol = JsonTrees.text(port, "protocol");
      if (!numbers.add(protocol + port.path("port").asLong(0))) {
        faults.duplicate("spec.ports[" + i + "]", GoSyntax.servicePort(protocol, port));
      }
    }
  }
}
