/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.deploy.policy.PolicyRule.Breach;
import io.berth.deploy.workload.GoverningService;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Workload;
import io.berth.events.command.pod.Volume.ClaimTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules about what runs the pods: much of it can never change. */
final class WorkloadRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("workload-kind", 1, WorkloadRules::kind),
          new PolicyRule("workload-name", 1, WorkloadRules::name),
          new PolicyRule("pod-management", 1, WorkloadRules::podManagement),
          new PolicyRule("claim-templates", 1, WorkloadRules::claimTemplates));

  private WorkloadRules() {}

  private static Stream<Breach> kind(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec() || input.current() == null) {
      return Stream.empty();
    }
    Workload.Kind runs = WorkloadKind.of(input.current().spec()).kind();
    Workload.Kind wanted = WorkloadKind.of(input.spec()).kind();
    return runs == wanted
        ? Stream.empty()
        : Stream.of(
            new Breach(
                "spec.workload",
                wanted.toString(),
                runs + ", the kind that runs",
                "No command turns one kind into another. Remove the application, then deploy it as"
                    + " "
                    + wanted
                    + "; or deploy it under another name, and remove this one when nobody uses it."));
  }

  /** An existing application keeps its name. */
  private static Stream<Breach> name(PolicyInput input, PolicyParameters parameters) {
    String name = input.command().subject().name();
    return input.bringsSpec() && input.current() == null && GoverningService.isReserved(name)
        ? Stream.of(
            new Breach(
                "app.name",
                "'" + name + "'",
                "a name that does not end with --headless",
                "So Berth names the Services of StatefulSets; end it with one dash instead of two."))
        : Stream.empty();
  }

  private static Stream<Breach> podManagement(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()
        || input.current() == null
        || !(input.current().spec().workload() instanceof Workload.Stateful runs)
        || !(input.spec().workload() instanceof Workload.Stateful wanted)
        || runs.equals(wanted)) {
      return Stream.empty();
    }
    return Stream.of(
        new Breach(
            "spec.workload.podManagement",
            wanted.podManagementOrDefault().toString(),
            runs.podManagementOrDefault() + ", as it was first deployed",
            "Kubernetes lets nobody change it. Remove the application and deploy it again: its"
                + " claims stay, and its pods get them back."));
  }

  private static Stream<Breach> claimTemplates(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()
        || input.current() == null
        || !(input.current().spec().workload() instanceof Workload.Stateful)
        || !(input.spec().workload() instanceof Workload.Stateful)) {
      return Stream.empty();
    }
    Map<String, ClaimTemplate> runs = templates(input.current().spec());
    Map<String, ClaimTemplate> wanted = templates(input.spec());
    TreeMap<String, ClaimTemplate> paths = new TreeMap<>(runs);
    paths.putAll(wanted);
    return paths.keySet().stream()
        .filter(path -> !Objects.equals(runs.get(path), wanted.get(path)))
        .map(
            path ->
                new Breach(
                    "spec.volumes." + path + ".claimTemplate",
                    text(wanted.get(path)),
                    text(runs.get(path)) + ", as it was first deployed",
                    "Kubernetes lets nobody change it. Remove the application and deploy it again:"
                        + " its claims stay, and its pods get them back. A claim that exists keeps"
                        + " its size; kubectl patch pvc enlarges it, where its StorageClass allows"
                        + " that."));
  }

  private static Map<String, ClaimTemplate> templates(AppSpec spec) {
    Map<String, ClaimTemplate> templates = new TreeMap<>();
    spec.volumes()
        .forEach(
            (path, volume) -> {
              if (volume.claimTemplate() != null) {
                templates.put(path, volume.claimTemplate());
              }
            });
    return templates;
  }

  private static String text(@Nullable ClaimTemplate template) {
    return template == null
        ? "none"
        : "%s, %s, %s"
            .formatted(
                template.size(),
                template.storageClass() == null
                    ? "the default StorageClass"
                    : "StorageClass " + template.storageClass(),
                template.accessModeOrDefault().toString().toLowerCase(Locale.ROOT));
  }
}
