/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.planning.DesiredApp.Resolved;
import io.berth.deploy.planning.DesiredApp.Unresolvable;
import io.berth.deploy.policy.PolicyInput;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.ContainerImages;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.events.command.AppSpec;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Remove;
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans a command against a snapshot. A pure function: the same arguments give the same plan. */
public final class Planner {

  private final PolicyRules rules;
  private final @Nullable String registryPrefix;

  public Planner(PolicyRules rules) {
    this(rules, null);
  }

  /**
   * @param registryPrefix what stands before images without a registry; null for none
   */
  public Planner(PolicyRules rules, @Nullable String registryPrefix) {
    this.rules = rules;
    this.registryPrefix = registryPrefix;
  }

  /** For commands whose images no registry was asked about. */
  public Plan plan(ReceivedCommand received, ClusterSnapshot snapshot) {
    return plan(received, snapshot, Map.of());
  }

  /**
   * @param images the registry's answers
   */
  public Plan plan(
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      Map<ImageReference, ImageResolution> images) {
    Command command = received.command();
    return switch (command) {
      case EnsureNamespace namespace ->
          unlessViolated(
              namespaceViolations(command, snapshot),
              new Plan.ApplyNamespace(NamespaceManifests.of(namespace)));
      case Remove remove -> planDelete(remove, snapshot);
      case ApplicationCommand other -> planApply(other, received, snapshot, images);
    };
  }

  private List<Violation> namespaceViolations(Command command, ClusterSnapshot snapshot) {
    List<Violation> violations = new ArrayList<>(addressViolations(command, snapshot));
    if (snapshot.namespaceTerminating() != null) {
      violations.add(snapshot.namespaceTerminating());
    }
    return violations;
  }

  /** Also deletes what is left where somebody else deleted the Deployment. */
  private Plan planDelete(Remove remove, ClusterSnapshot snapshot) {
    return snapshot.isGone()
        ? new Plan.Reject(List.of(NotFoundViolations.violation(remove.app(), snapshot)))
        : unlessViolated(addressViolations(remove, snapshot), new Plan.Delete(remove.app()));
  }

  private List<Violation> addressViolations(Command command, ClusterSnapshot snapshot) {
    return rules.violations(
        PolicyInput.withoutSpec(
            command, snapshot.cluster(), snapshot.environment(), snapshot.current()));
  }

  private static Plan unlessViolated(List<Violation> violations, Plan plan) {
    return violations.isEmpty() ? plan : new Plan.Reject(violations);
  }

  private Plan planApply(
      ApplicationCommand command,
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      Map<ImageReference, ImageResolution> images) {
    Optional<Violation> terminating = snapshot.terminating();
    if (terminating.isPresent() && (command instanceof Deploy || snapshot.live() != null)) {
      return new Plan.Reject(List.of(terminating.get()));
    }
    Optional<Plan> duringStage = StagedRolloutPlanner.planDuringStage(command, received, snapshot);
    if (duringStage.isPresent()) {
      return duringStage.get();
    }
    return switch (DesiredApp.of(command, received, snapshot, images, registryPrefix)) {
      case Unresolvable impossible -> new Plan.Reject(List.of(impossible.why()));
      case Resolved resolved -> checkRules(resolved, received, snapshot, images);
    };
  }

  private Plan checkRules(
      Resolved resolved,
      ReceivedCommand received,
      ClusterSnapshot snapshot,
      Map<ImageReference, ImageResolution> images) {
    List<Violation> violations =
        new ArrayList<>(unresolvedImages(resolved.release().spec(), images));
    if (snapshot.foreign() != null) {
      violations.add(snapshot.foreign());
    }
    if (!snapshot.namespaceExists() && !createsNamespace(received.command())) {
      violations.add(
          NotFoundViolations.namespace(
              received.command().subject().namespace(), snapshot.cluster()));
    }
    violations.addAll(
        rules.violations(
            new PolicyInput(
                received.command(),
                snapshot.cluster(),
                snapshot.kubernetes(),
                snapshot.environment(),
                resolved.release().spec(),
                resolved.release().images(),
                resolved.replicas(),
                snapshot.current(),
                snapshot.releases(),
                snapshot.quota())));
    return violations.isEmpty()
        ? planApply(resolved, received, snapshot)
        : new Plan.Reject(violations);
  }

  /** Of every container whose image the registry was asked about in vain. */
  private static List<Violation> unresolvedImages(
      AppSpec spec, Map<ImageReference, ImageResolution> images) {
    List<Violation> violations = new ArrayList<>();
    ContainerImages.of(spec)
        .byField()
        .forEach(
            (field, image) -> {
              if (ImageReference.parse(image).map(images::get).orElse(null)
                  instanceof ImageResolution.Unresolved unresolved) {
                violations.add(unresolved.in(field));
              }
            });
    return violations;
  }

  private static boolean createsNamespace(Command command) {
    return command instanceof Deploy deploy && deploy.createNamespace();
  }

  private static Plan planApply(
      Resolved resolved, ReceivedCommand received, ClusterSnapshot snapshot) {
    boolean scalers =
        snapshot.scalingActive() && resolved.stoppedFrom() == null && snapshot.live() != null;
    DesiredState desired =
        new DesiredState(
            snapshot.cluster(),
            received.command().subject(),
            resolved.release(),
            resolved.replicas(),
            !scalers,
            resolved.paused(),
            resolved.stoppedFrom(),
            resolved.restartedAt(),
            snapshot.disruptionBudgets(),
            received.ref(),
            null,
            null);
    DesiredState staged =
        StagedRolloutPlanner.firstStage(desired, received, snapshot).orElse(desired);
    List<String> notes = notes(resolved, received, snapshot);
    StagedRolloutPlanner.note(staged).ifPresent(notes::add);
    return new Plan.Apply(
        staged,
        snapshot.namespaceExists()
            ? null
            : NamespaceManifests.bare(received.command().subject().namespace()),
        resolved.newRelease() ? resolved.release() : null,
        scalers ? scalerReplicas(resolved.replicas(), snapshot) : null,
        AppManifests.of(staged),
        notes);
  }

  /**
   * A field that its last owner releases falls back to its default, so the scaler takes it over
   * first.
   */
  static @Nullable Integer scalerReplicas(int replicas, ClusterSnapshot snapshot) {
    ObservedApp live = snapshot.live();
    boolean holds = live != null && live.scaledByScaler() && live.replicas() == replicas;
    return holds ? null : replicas;
  }

  private static List<String> notes(
      Resolved resolved, ReceivedCommand received, ClusterSnapshot snapshot) {
    List<String> notes = new ArrayList<>(resolved.notes());
    if (!snapshot.namespaceExists()) {
      notes.add(
          "The namespace "
              + received.command().subject().namespace()
              + " does not exist and is created; production rules apply to it. EnsureNamespace sets"
              + " its environment, owner and quota.");
    }
    ObservedApp live = snapshot.live();
    if (live != null && live.scaledByAutoscaler() && live.replicas() != resolved.replicas()) {
      notes.add(
          "A HorizontalPodAutoscaler set its replicas to %d; this command sets %d, and the autoscaler will change them again. Delete it, or give Berth its limits as a scaling policy."
              .formatted(live.replicas(), resolved.replicas()));
    }
    if (!snapshot.disruptionBudgets()) {
      notes.add("No PodDisruptionBudget: this cluster does not serve policy/v1.");
    }
    return notes;
  }
}
