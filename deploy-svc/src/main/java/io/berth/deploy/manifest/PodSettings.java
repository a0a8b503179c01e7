/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec;
import io.berth.events.command.pod.Placement;
import io.berth.events.command.pod.PodOptions;
import io.berth.events.command.pod.SecurityContext;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a specification says about its pods as a whole. A field that it leaves out is not written:
 * the cluster's default holds, and no pod is replaced.
 */
final class PodSettings {

  private PodSettings() {}

  static void apply(AppSpec spec, PodSpec pod) {
    if (spec.pod() != null) {
      options(spec.pod(), pod);
    }
    if (spec.placement() != null) {
      placement(spec.placement(), pod);
    }
    SecurityContext security = spec.security();
    if (security != null && security.fsGroup() != null) {
      pod.setSecurityContext(
          new PodSecurityContextBuilder().withFsGroup(security.fsGroup()).build());
    }
  }

  private static void options(PodOptions options, PodSpec pod) {
    pod.setServiceAccountName(options.serviceAccountName());
    pod.setAutomountServiceAccountToken(options.automountServiceAccountToken());
    pod.setPriorityClassName(options.priorityClassName());
    pod.setDnsPolicy(options.dnsPolicy());
    if (options.terminationGracePeriod() != null) {
      pod.setTerminationGracePeriodSeconds(options.terminationGracePeriod().toSeconds());
    }
    pod.setImagePullSecrets(
        options.imagePullSecrets().stream().map(LocalObjectReference::new).toList());
    pod.setHostAliases(
        options.hostAliases().stream()
            .map(alias -> new HostAlias(alias.hostnames(), alias.ip()))
            .toList());
  }

  private static void placement(Placement placement, PodSpec pod) {
    if (!placement.nodeSelector().isEmpty()) {
      pod.setNodeSelector(new TreeMap<>(placement.nodeSelector()));
    }
    pod.setTolerations(
        placement.tolerations().stream()
            .map(
                accepted ->
                    new Toleration(
                        accepted.effect(),
                        accepted.key(),
                        accepted.operator(),
                        accepted.tolerationSeconds(),
                        accepted.value()))
            .toList());
  }

  /** Of the container; the group of its volumes belongs to the pod. */
  static io.fabric8.kubernetes.api.model.@Nullable SecurityContext container(
      @Nullable SecurityContext security) {
    if (security == null) {
      return null;
    }
    boolean changesCapabilities =
        !security.addCapabilities().isEmpty() || !security.dropCapabilities().isEmpty();
    return new SecurityContextBuilder()
        .withRunAsUser(security.runAsUser())
        .withRunAsGroup(security.runAsGroup())
        .withRunAsNonRoot(security.runAsNonRoot())
        .withReadOnlyRootFilesystem(security.readOnlyRootFilesystem())
        .withAllowPrivilegeEscalation(security.allowPrivilegeEscalation())
        .withCapabilities(
            changesCapabilities
                ? new Capabilities(security.addCapabilities(), security.dropCapabilities())
                : null)
        .withSeccompProfile(
            security.seccompProfile() == null
                ? null
                : new SeccompProfile(null, security.seccompProfile()))
        .build();
  }
}
