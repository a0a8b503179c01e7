/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.Probes;
import io.berth.events.command.Probes.ProbeCheck;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A probe of the container. */
final class ProbeManifest {

  private ProbeManifest() {}

  /**
   * Kubernetes supports whole seconds only. New commands with fractions are rejected; a release
   * kept from before is written as it was then, since a change would replace its pods.
   */
  static @Nullable Probe of(Probes.@Nullable Probe probe) {
    if (probe == null) {
      return null;
    }
    ProbeBuilder builder =
        new ProbeBuilder()
            .withInitialDelaySeconds(Math.toIntExact(probe.initialDelay().toSeconds()))
            .withPeriodSeconds(Math.toIntExact(probe.period().toSeconds()))
            .withTimeoutSeconds(Math.toIntExact(probe.timeout().toSeconds()))
            .withFailureThreshold(probe.failureThreshold());
    return switch (probe.check()) {
      case ProbeCheck.Http http -> builder.withHttpGet(get(http)).build();
      case ProbeCheck.Tcp tcp ->
          builder
              .withNewTcpSocket()
              .withPort(port(tcp.port(), tcp.portName()))
              .endTcpSocket()
              .build();
      case ProbeCheck.Grpc grpc ->
          builder.withNewGrpc().withPort(grpc.port()).withService(grpc.service()).endGrpc().build();
      case ProbeCheck.Exec exec ->
          builder.withNewExec().withCommand(exec.command()).endExec().build();
    };
  }

  private static HTTPGetAction get(ProbeCheck.Http http) {
    HTTPGetActionBuilder get =
        new HTTPGetActionBuilder()
            .withPath(http.path())
            .withPort(port(http.port(), http.portName()))
            .withScheme(http.scheme() == null ? null : http.scheme().name())
            .withHost(http.host());
    new TreeMap<>(http.headers()).forEach(get::addNewHttpHeader);
    return get.build();
  }

  private static IntOrString port(@Nullable Integer number, @Nullable String name) {
    return number == null ? new IntOrString(name) : new IntOrString(number);
  }
}
