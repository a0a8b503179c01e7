/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import io.berth.events.command.pod.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As whom the containers run: what a container says holds before what the pod says. */
final class SecurityFields {

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

  static void read(Source pod, List<PodContainer> containers) {
    for (String name : OF_BOTH) {
      List<PodContainer> others =
          containers.stream().filter(container -> !own(container).containsKey(name)).toList();
      others.forEach(container -> USER.readOne(name, pod, container.file()));
      if (others.isEmpty() && pod.field(name).isThere()) {
        pod.field(name).ignored("The containers say their own.");
      }
    }
    for (PodContainer container : containers) {
      Source own = container.source().field("securityContext");
      USER.read(own, container.file());
      if (container.isOwn()) {
        POD.read(pod, container.file());
      }
      CONTAINER.read(own, container.file());
    }
  }

  private static Map<String, Source> own(PodContainer container) {
    return container.source().field("securityContext").entries();
  }

  private static void seccomp(Source profile, BerthFile file) {
    Source type = profile.field("type");
    String name = type.text();
    if (name != null && (name.equals("RuntimeDefault") || name.equals("Unconfined"))) {
      file.put("security.seccompProfile", name);
      type.kept(file.field("security.seccompProfile"));
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
        item.kept(file.field("security.dropCapabilities"));
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
      if (SecurityContext.BASELINE_CAPABILITIES.contains(plain(name))) {
        file.add("security.addCapabilities", plain(name));
        item.kept(file.field("security.addCapabilities"));
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
