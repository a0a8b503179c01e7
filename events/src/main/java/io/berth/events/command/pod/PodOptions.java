/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the pods as a whole.
 *
 * @param labels more labels for the pods
 * @param serviceAccountName the ServiceAccount they run as; the namespace's default if left out
 * @param automountServiceAccountToken whether its token is mounted
 * @param imagePullSecrets names of Secrets for the image's registry
 * @param priorityClassName the PriorityClass
 * @param terminationGracePeriod from SIGTERM to SIGKILL, 1 second to 1 hour in whole seconds; 30
 *     seconds if left out
 * @param hostAliases more lines of {@code /etc/hosts}
 * @param dnsPolicy {@code ClusterFirst} or {@code Default}, which is the node's
 */
public record PodOptions(
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
    @Nullable String serviceAccountName,
    @Nullable Boolean automountServiceAccountToken,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> imagePullSecrets,
    @Nullable String priorityClassName,
    @Nullable Duration terminationGracePeriod,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HostAlias> hostAliases,
    @Nullable String dnsPolicy) {

  private static final Pattern DNS_POLICY = Pattern.compile("ClusterFirst|Default");

  public PodOptions {
    labels = Check.mapOrEmpty(labels);
    imagePullSecrets = Check.listOrEmpty(imagePullSecrets);
    hostAliases = Check.listOrEmpty(hostAliases);
    Check check = Check.that();
    LabelSyntax.check(check, "labels", labels);
    if (serviceAccountName != null) {
      check.subdomain("serviceAccountName", serviceAccountName);
    }
    for (int i = 0; i < imagePullSecrets.size(); i++) {
      check.subdomain("imagePullSecrets[" + i + "]", imagePullSecrets.get(i));
    }
    if (priorityClassName != null) {
      check.subdomain("priorityClassName", priorityClassName);
    }
    if (terminationGracePeriod != null) {
      check
          .between(
              "terminationGracePeriod",
              terminationGracePeriod,
              Duration.ofSeconds(1),
              Duration.ofHours(1))
          .holds(
              terminationGracePeriod.getNano() == 0,
              "terminationGracePeriod",
              terminationGracePeriod.toString(),
              "whole seconds, the only ones that Kubernetes takes");
    }
    if (dnsPolicy != null) {
      check.matches("dnsPolicy", dnsPolicy, DNS_POLICY, "ClusterFirst or Default");
    }
    check.orThrow();
  }

  /**
   * One line of {@code /etc/hosts}.
   *
   * @param ip the address, in version 4 or 6
   * @param hostnames the names that stand for it
   */
  public record HostAlias(String ip, List<String> hostnames) {

    private static final Pattern IP =
        Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}|(?=.*:)[0-9a-fA-F:]{2,39}");

    public HostAlias {
      hostnames = Check.listOrEmpty(hostnames);
      Check check =
          Check.that()
              .matches("ip", ip, IP, "an IP address such as 10.0.0.7")
              .notEmpty("hostnames", hostnames);
      for (int i = 0; i < hostnames.size(); i++) {
        check.subdomain("hostnames[" + i + "]", hostnames.get(i));
      }
      check.orThrow();
    }
  }
}
