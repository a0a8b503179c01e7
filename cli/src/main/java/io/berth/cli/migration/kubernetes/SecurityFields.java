/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** As whom the container runs: what the container says holds before what the pod says. */
final class SecurityFields {

  /** What a container runtime gives by default; Berth adds no others. */
  private static final Set<String> BASELINE =
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

  private static final List<String> OF_BOTH =
      List.of("runAsUser", "runAsGroup", "runAsNonRoot", "seccompProfile");

  private static final FieldTable USER =
      new FieldTable()
          .number("runAsUser", "security.runAsUser")
          .number("runAsGroup", "security.runAsGroup")
          .bool("runAsNonRoot", "security.runAsNonRoot")
          .with("seccompProfile", SecurityFields::seccomp);

  private static final FieldTable POD =
      new FieldTable()
          .number("fsGroup", "security.fsGroup")
          .standard("fsGroupChangePolicy", "Always")
          .notOffered(
              "fsGroupChangePolicy",
              "supplementalGroups",
              "supplementalGroupsPolicy",
              "seLinuxOptions",
              "appArmorProfile",
              "sysctls",
              "windowsOptions");

  private static final FieldTable CONTAINER =
      new FieldTable()
          .bool("readOnlyRootFilesystem", "security.readOnlyRootFilesystem")
          .bool("allowPrivilegeEscalation", "security.allowPrivilegeEscalation")
          .with("capabilities", SecurityFields::capabilities)
          .standard("privileged", false)
          .notTaken(
              "privileged",
              "A container has no power over its node.",
              "Change what the application needs it for, or leave it outside Berth.")
          .standard("procMount", "Default")
          .notOffered("procMount", "seLinuxOptions", "appArmorProfile", "windowsOptions");

  private SecurityFields() {}

  static void read(Source pod, Source container, BerthFile file) {
    Map<String, Source> own = container.entries();
    OF_BOTH.stream()
        .filter(own::containsKey)
        .map(pod::field)
        .filter(Source::isThere)
        .forEach(outer -> outer.ignored("The container says its own."));
    OF_BOTH.stream()
        .filter(name -> !own.containsKey(name))
        .forEach(name -> USER.readOne(name, pod, file));
    USER.read(container, file);
    POD.read(pod, file);
    CONTAINER.read(container, file);
  }

  private static void seccomp(Source profile, BerthFile file) {
    Source type = profile.field("type");
    String name = type.text();
    if (name != null && (name.equals("RuntimeDefault") || name.equals("Unconfined"))) {
      file.put("security.seccompProfile", name);
      type.kept("spec.security.seccompProfile");
    } else if (name != null) {
      type.notTaken("Berth has RuntimeDefault and Unconfined.", "Use RuntimeDefault.");
    }
  }

  private static void capabilities(Source capabilities, BerthFile file) {
    List<String> dropped = new ArrayList<>();
    for (Source item : capabilities.field("drop").items()) {
      String name = item.text();
      if (name != null) {
        dropped.add(plain(name));
        item.kept("spec.security.dropCapabilities");
      }
    }
    if (!dropped.isEmpty()) {
      file.put("security.dropCapabilities", dropped);
    }
    for (Source item : capabilities.field("add").items()) {
      String name = item.text();
      if (name == null) {
        continue;
      }
      if (BASELINE.contains(plain(name))) {
        file.add("security.addCapabilities", plain(name));
        item.kept("spec.security.addCapabilities");
      } else {
        item.notTaken(
            "It gives a container power over its node.",
            "Change what the application needs it for.");
      }
    }
  }

  private static String plain(String name) {
    String capital = name.toUpperCase(java.util.Locale.ROOT);
    return capital.startsWith("CAP_") ? capital.substring(4) : capital;
  }
}
