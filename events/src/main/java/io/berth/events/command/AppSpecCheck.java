/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.Check;
import io.berth.events.InvalidField;
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a specification may hold. */
final class AppSpecCheck {

  private static final int MOST_ENV_BYTES = 256 * 1024;
  private static final int MOST_CONFIG_BYTES = 900 * 1024;
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  /** Absolute, and written as {@code realpath} prints it; what the kernel fills is left out. */
  private static final Pattern MOUNT_PATH =
      Pattern.compile("(?!/(proc|sys)(/|$))(/(?!\\.{1,2}(/|$))[^/:\\p{Cntrl}]{1,255}){1,100}");

  private AppSpecCheck() {}

  static void replicas(Check check, int replicas, Map<String, Integer> byCluster) {
    check.between("replicas", replicas, 1, AppSpec.MOST_REPLICAS);
    byCluster.forEach(
        (cluster, count) ->
            check.between("replicasByCluster." + cluster, count, 0, AppSpec.MOST_REPLICAS));
  }

  static void env(Check check, Map<String, String> env, Map<String, EnvSource> envFrom) {
    check.holds(
        bytes(env) <= MOST_ENV_BYTES,
        "env",
        bytes(env) + " bytes",
        "at most " + MOST_ENV_BYTES + " bytes; put more into configFiles");
    envNames(check, "env", env.keySet());
    envNames(check, "envFrom", envFrom.keySet());
    envFrom.keySet().stream()
        .filter(env::containsKey)
        .sorted()
        .forEach(
            name ->
                check.fault("envFrom." + name, "it in env too", "each variable in one of the two"));
  }

  private static void envNames(Check check, String field, Set<String> names) {
    names.forEach(
        name -> check.matches(field, name, ENV_NAME, "names of letters, digits and _ . -"));
  }

  static void names(Check check, String field, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      check.subdomain(field + "[" + i + "]", names.get(i));
    }
  }

  static void files(Check check, Map<String, String> configFiles) {
    check.holds(
        bytes(configFiles) <= MOST_CONFIG_BYTES,
        "configFiles",
        bytes(configFiles) + " bytes",
        "at most " + MOST_CONFIG_BYTES + " bytes, what a ConfigMap holds");
    configFiles
        .keySet()
        .forEach(
            path ->
                check.holds(
                    path.startsWith("/") && !path.contains("/../") && !path.endsWith("/"),
                    "configFiles",
                    "'" + path + "'",
                    "an absolute path of a file, without '..'"));
  }

  /** A file cannot be created in a folder that nobody can write, nor a folder below a file. */
  static void volumes(Check check, Map<String, Volume> volumes, Set<String> files) {
    mountPaths(check, volumes.keySet());
    volumes.forEach(
        (path, volume) ->
            files.stream()
                .filter(file -> isInConflict(path, volume, file))
                .sorted()
                .forEach(
                    file ->
                        check.fault(
                            "volumes." + path,
                            "it beside the config file '" + file + "'",
                            "files and volumes under different paths")));
  }

  static void mountPaths(Check check, Set<String> paths) {
    paths.forEach(
        path ->
            check.matches(
                "volumes",
                path,
                MOUNT_PATH,
                "an absolute path without '//', '.', '..' and ':', outside /proc and /sys, such as"
                    + " /var/cache"));
  }

  /** The group of the volumes belongs to the pod. */
  static void ofContainer(Check check, @Nullable SecurityContext security) {
    check.holds(
        security == null || security.fsGroup() == null,
        "security.fsGroup",
        "it for one container",
        "spec.security.fsGroup, which holds for all containers of the pod");
  }

  static List<InvalidField> fractionsOfSeconds(@Nullable Probes own, List<Sidecar> sidecars) {
    List<InvalidField> faults = new ArrayList<>(fractionsOfSeconds("probes", own));
    for (int i = 0; i < sidecars.size(); i++) {
      faults.addAll(fractionsOfSeconds("sidecars[" + i + "].probes", sidecars.get(i).probes()));
    }
    return faults;
  }

  private static List<InvalidField> fractionsOfSeconds(String field, @Nullable Probes probes) {
    return probes == null
        ? List.of()
        : probes.fractionsOfSeconds().stream().map(fault -> fault.within(field)).toList();
  }

  private static boolean isInConflict(String path, Volume volume, String file) {
    return file.equals(path)
        || path.startsWith(file + "/")
        || volume.holdsKeys() && file.startsWith(path + "/");
  }

  static void program(Check check, List<String> command, @Nullable String workingDir) {
    check.holds(
        command.isEmpty() || !command.getFirst().isBlank(),
        "command[0]",
        "blank text",
        "the program to run, each argument as an item of its own");
    check.holds(
        workingDir == null || workingDir.startsWith("/"),
        "workingDir",
        "'" + workingDir + "'",
        "an absolute path such as /app");
  }

  /** What belongs to one kind of workload is refused with another. */
  static void workload(
      Check check,
      @Nullable Workload workload,
      RolloutStrategy strategy,
      Map<String, Volume> volumes) {
    switch (workload) {
      case null ->
          volumes.entrySet().stream()
              .filter(volume -> volume.getValue().claimTemplate() != null)
              .map(Map.Entry::getKey)
              .sorted()
              .forEach(
                  path ->
                      check.fault(
                          "workload",
                          "nothing",
                          "{type: STATEFUL}, which gives each pod the claim of 'volumes."
                              + path
                              + "'; without it, 'claim' with the name of one that exists"));
      case Workload.Stateful _ ->
          check.holds(
              strategy.equals(RolloutStrategy.Rolling.standard()),
              "strategy",
              "it with a workload of type STATEFUL",
              "no strategy: a StatefulSet replaces its pods one after another, the highest number"
                  + " first");
    }
  }

  private static long bytes(Map<String, String> map) {
    return map.entrySet().stream()
        .mapToLong(entry -> (long) entry.getKey().length() + entry.getValue().length())
        .sum();
  }
}
