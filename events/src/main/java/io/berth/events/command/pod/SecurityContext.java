/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As whom the container runs and what it may do, with Kubernetes' defaults for what is left out.
 * Privileged containers and the node's own namespaces do not exist here.
 *
 * @param runAsUser the user id
 * @param runAsGroup the group id
 * @param fsGroup the group that owns the volumes
 * @param runAsNonRoot whether the container is refused if it would run as root
 * @param readOnlyRootFilesystem whether the container can write to its volumes alone
 * @param allowPrivilegeEscalation whether a process may gain more rights than its parent
 * @param dropCapabilities capabilities of Linux that are taken away; {@code ALL} is every one
 * @param addCapabilities capabilities of Linux that are given; policies limit them
 * @param seccompProfile {@code RuntimeDefault} or {@code Unconfined}
 */
public record SecurityContext(
    @Nullable Long runAsUser,
    @Nullable Long runAsGroup,
    @Nullable Long fsGroup,
    @Nullable Boolean runAsNonRoot,
    @Nullable Boolean readOnlyRootFilesystem,
    @Nullable Boolean allowPrivilegeEscalation,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dropCapabilities,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> addCapabilities,
    @Nullable String seccompProfile) {

  /**
   * The capabilities that a container runtime gives by default: the baseline of the Pod Security
   * Standards. Others reach beyond the container.
   */
  public static final Set<String> BASELINE_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private static final Pattern CAPABILITY = Pattern.compile("(?!CAP_)[A-Z][A-Z_]{1,40}");
  private static final Pattern SECCOMP = Pattern.compile("RuntimeDefault|Unconfined");

  public SecurityContext {
    dropCapabilities = Check.listOrEmpty(dropCapabilities);
    addCapabilities = Check.listOrEmpty(addCapabilities);
    Check check = Check.that();
    id(check, "runAsUser", runAsUser);
    id(check, "runAsGroup", runAsGroup);
    id(check, "fsGroup", fsGroup);
    capabilities(check, "dropCapabilities", dropCapabilities);
    capabilities(check, "addCapabilities", addCapabilities);
    check.holds(
        !Boolean.TRUE.equals(runAsNonRoot) || runAsUser == null || runAsUser != 0,
        "runAsUser",
        "0, which is root",
        "another user, or runAsNonRoot: false");
    if (seccompProfile != null) {
      check.matches("seccompProfile", seccompProfile, SECCOMP, "RuntimeDefault or Unconfined");
    }
    check.orThrow();
  }

  private static void id(Check check, String field, @Nullable Long id) {
    if (id != null) {
      check.between(field, id, 0, Integer.MAX_VALUE);
    }
  }

  private static void capabilities(Check check, String field, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      check.matches(
          field + "[" + i + "]",
          names.get(i),
          CAPABILITY,
          "the name of a capability in capitals and without CAP_, such as NET_BIND_SERVICE");
    }
  }
}
