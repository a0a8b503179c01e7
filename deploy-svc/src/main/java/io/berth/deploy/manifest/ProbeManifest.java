/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.Probes;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A probe for Kubernetes, which supports whole seconds only. New commands with fractions are
 * rejected; a release kept from before is written as it was then, since a change would replace its
 * pods.
 */
final class ProbeManifest {

  private ProbeManifest() {}

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
      case Probes.ProbeCheck.Http http ->
          builder
              .withNewHttpGet()
              .withPath(http.path())
              .withPort(new IntOrString(http.port()))
              .endHttpGet()
              .build();
      case Probes.ProbeCheck.Tcp tcp ->
          builder.withNewTcpSocket().withPort(new IntOrString(tcp.port())).endTcpSocket().build();
      case Probes.ProbeCheck.Exec exec ->
          builder.withNewExec().withCommand(exec.command()).endExec().build();
    };
  }
}
