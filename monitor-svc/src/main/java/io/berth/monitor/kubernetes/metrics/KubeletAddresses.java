/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.fabric8.kubernetes.api.model.DaemonEndpoint;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeDaemonEndpoints;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses of a node's kubelet, by the preferred address types. */
public final class KubeletAddresses {

  /** The address types of Kubernetes. */
  static final List<String> TYPES =
      List.of("InternalIP", "ExternalIP", "Hostname", "InternalDNS", "ExternalDNS");

  private static final int DEFAULT_PORT = 10250;

  private final List<String> preferredTypes;
  private final int port;

  /**
   * Host and port.
   *
   * @param host a name, an IPv4 or an IPv6 address without brackets
   * @param port 1 to 65535
   */
  public record Address(String host, int port) {
    /** As part of a URI. */
    public String text() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * @param preferredTypes most preferred first
   * @param port of every kubelet; 0 for the one in each Node's status
   */
  public KubeletAddresses(List<String> preferredTypes, int port) {
    this.preferredTypes = List.copyOf(preferredTypes);
    this.port = port;
  }

  /**
   * Validates the preferred types.
   *
   * @param field named in the exception
   * @throws InvalidEventException where a type is unknown or there is none
   */
  public static List<String> types(String field, List<String> names) {
    List<String> types = names.stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    for (String type : types) {
      if (!TYPES.contains(type)) {
        throw invalid(field, "'" + type + "'");
      }
    }
    if (types.isEmpty()) {
      throw invalid(field, "nothing");
    }
    return types;
  }

  private static InvalidEventException invalid(String field, String found) {
    return new InvalidEventException(
        List.of(new InvalidField(field, found, "some of " + String.join(", ", TYPES))));
  }

  /** Most preferred first; with dual stack, both addresses of a type. */
  public List<Address> of(Node node) {
    int kubeletPort = port == 0 ? ownPort(node) : port;
    return preferredTypes.stream()
        .flatMap(type -> addresses(node).filter(address -> type.equals(address.getType())))
        .map(NodeAddress::getAddress)
        .distinct()
        .map(host -> new Address(host, kubeletPort))
        .toList();
  }

  /** All names and addresses of a node: its certificate may be for any of them. */
  public static Set<String> names(Node node) {
    Set<String> names = new LinkedHashSet<>();
    names.add(node.getMetadata().getName());
    addresses(node).map(NodeAddress::getAddress).forEach(names::add);
    return names;
  }

  private static Stream<NodeAddress> addresses(Node node) {
    return Optional.ofNullable(node.getStatus()).map(NodeStatus::getAddresses).stream()
        .flatMap(List::stream)
        .filter(address -> address.getAddress() != null && !address.getAddress().isBlank());
  }

  private static int ownPort(Node node) {
    return Optional.ofNullable(node.getStatus())
        .map(NodeStatus::getDaemonEndpoints)
        .map(NodeDaemonEndpoints::getKubeletEndpoint)
        .map(DaemonEndpoint::getPort)
        .filter(own -> own > 0)
        .orElse(DEFAULT_PORT);
  }
}
