/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Manifests;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.Wanted;
import io.berth.deploy.planning.Draft.Asked;
import io.berth.deploy.planning.Draft.Impossible;
import io.berth.deploy.policy.Proposal;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.release.Resolution;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Remove;
import io.berth.events.operation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a command and what is live to a plan. The same arguments give the same plan. */
public final class Planner {

  private final Rules rules;

  public Planner(Rules rules) {
    this.rules = rules;
  }

  /** For commands that bring no image. */
  public Plan plan(Order order, Situation situation) {
    return plan(order, situation, new Resolution.Nothing());
  }

  /**
   * @param image what the registry says of the image that the command brings
   */
  public Plan plan(Order order, Situation situation, Resolution image) {
    Command command = order.command();
    return switch (command) {
      case EnsureNamespace namespace ->
          unless(
              misaddressed(command, situation), new Plan.Found(NamespaceManifests.of(namespace)));
      case Remove remove -> erase(remove, situation);
      case ApplicationCommand other -> write(other, order, situation, image);
    };
  }

  private Plan erase(Remove remove, Situation situation) {
    return situation.live() == null
        ? new Plan.Refuse(List.of(Absent.violation(remove.app(), situation.cluster())))
        : unless(misaddressed(remove, situation), new Plan.Erase(remove.app()));
  }

  private List<Violation> misaddressed(Command command, Situation situation) {
    return rules.violations(
        Proposal.withoutSpec(
            command, situation.cluster(), situation.environment(), situation.current()));
  }

  private static Plan unless(List<Violation> violations, Plan plan) {
    return violations.isEmpty() ? plan : new Plan.Refuse(violations);
  }

  private Plan write(
      ApplicationCommand command, Order order, Situation situation, Resolution image) {
    Optional<Plan> amid = Staging.amid(command, order, situation);
    if (amid.isPresent()) {
      return amid.get();
    }
    return switch (Draft.of(command, order, situation, image)) {
      case Impossible impossible -> new Plan.Refuse(List.of(impossible.why()));
      case Asked asked -> judge(asked, order, situation, image);
    };
  }

  private Plan judge(Asked asked, Order order, Situation situation, Resolution image) {
    List<Violation> violations = new ArrayList<>();
    if (image instanceof Resolution.Unknown(Violation why)) {
      violations.add(why);
    }
    violations.addAll(
        rules.violations(
            new Proposal(
                order.command(),
                situation.cluster(),
                situation.environment(),
                asked.release().spec(),
                asked.release().digest(),
                asked.replicas(),
                situation.current(),
                situation.releases(),
                situation.quota())));
    return violations.isEmpty() ? write(asked, order, situation) : new Plan.Refuse(violations);
  }

  private static Plan write(Asked asked, Order order, Situation situation) {
    boolean scalers =
        situation.scalingActive() && asked.stoppedFrom() == null && situation.live() != null;
    Wanted wanted =
        new Wanted(
            situation.cluster(),
            order.command().subject(),
            asked.release(),
            asked.replicas(),
            !scalers,
            asked.paused(),
            asked.stoppedFrom(),
            asked.restartedAt(),
            situation.disruptionBudgets(),
            order.origin(),
            null,
            null);
    Wanted staged = Staging.begin(wanted, order, situation).orElse(wanted);
    List<String> notes = notes(asked, order, situation);
    Staging.note(staged).ifPresent(notes::add);
    return new Plan.Write(
        staged,
        situation.namespaceExists()
            ? null
            : NamespaceManifests.bare(order.command().subject().namespace()),
        asked.newRelease() ? asked.release() : null,
        scalers ? handOver(asked.replicas(), situation) : null,
        Manifests.of(staged),
        notes);
  }

  /**
   * A field that its last owner lets go falls back to its default, so the scaler takes it first.
   */
  static @org.jspecify.annotations.Nullable Integer handOver(int replicas, Situation situation) {
    LiveApp live = situation.live();
    boolean holds = live != null && live.scaledByScaler() && live.replicas() == replicas;
    return holds ? null : replicas;
  }

  private static List<String> notes(Asked asked, Order order, Situation situation) {
    List<String> notes = new ArrayList<>(asked.notes());
    if (!situation.namespaceExists()) {
      notes.add(
          "The namespace "
              + order.command().subject().namespace()
              + " did not exist and is made; production rules hold in it. EnsureNamespace sets its"
              + " environment, owner and quota.");
    }
    if (!situation.disruptionBudgets()) {
      notes.add("No PodDisruptionBudget: this cluster does not serve policy/v1.");
    }
    return notes;
  }
}
