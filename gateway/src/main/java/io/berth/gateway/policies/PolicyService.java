/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.policies;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.InvalidField;
import io.berth.events.Topics;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.document.Document;
import io.berth.events.document.Node;
import io.berth.events.kafka.EventJson;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.commands.Caller;
import io.berth.gateway.commands.CommandPublisher;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.MaterializedView;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets and deletes scaling policies; each change is a new version. */
public final class PolicyService {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);
  private static final String SOURCE = "/berth/gateway";

  private final Collection<String> clusters;
  private final PolicyPublisher publisher;
  private final CommandPublisher audit;
  private final MaterializedView view;
  private final Clock clock;

  /**
   * @param clusters the clusters that policies may name
   * @param publisher publishes policies
   * @param audit publishes audit entries
   * @param view holds the policies that are in force
   * @param clock gives a change its time
   */
  public PolicyService(
      Collection<String> clusters,
      PolicyPublisher publisher,
      CommandPublisher audit,
      MaterializedView view,
      Clock clock) {
    this.clusters = clusters;
    this.publisher = publisher;
    this.audit = audit;
    this.view = view;
    this.clock = clock;
  }

  /**
   * Sets the policy of an application.
   *
   * @param expected the version to be replaced; null for any
   */
  public ScalingPolicy set(AppRef app, Document body, @Nullable Long expected, Caller caller)
      throws NotConfirmedException {
    Optional<ScalingPolicy> before = view.policy(app);
    long version = before.map(ScalingPolicy::version).orElse(0L);
    if (expected != null && expected != version) {
      throw new ProblemException(
          Problem.of(
              412,
              "changed-meanwhile",
              "The version has changed",
              "Version " + version + " is in force, not " + expected + ". Read it and try again."));
    }
    ScalingPolicy policy = read(app, body, version + 1, caller);
    requireKnownClusters(policy);
    Envelope<ScalingPolicy> envelope =
        Envelope.of(UUID.randomUUID().toString(), SOURCE, clock.instant(), policy);
    publisher.publishChange(envelope);
    view.apply(envelope, clock.instant());
    LOG.info(
        "Scaling policy of {} published by {}: version {}, mode {}",
        app,
        caller.principal(),
        policy.version(),
        policy.mode());
    audit(caller, "scaling-policy.set", app, "version " + policy.version());
    return policy;
  }

  /** Deletes the policy of an application; false if there is none. */
  public boolean delete(AppRef app, Caller caller) throws NotConfirmedException {
    if (view.policy(app).isEmpty()) {
      return false;
    }
    publisher.delete(Topics.SCALING_POLICIES, app.toString());
    view.remove(Topics.SCALING_POLICIES, app.toString());
    LOG.info("Scaling policy of {} deleted by {}", app, caller.principal());
    audit(caller, "scaling-policy.end", app, null);
    return true;
  }

  private static ScalingPolicy read(AppRef app, Document body, long version, Caller caller) {
    if (!(body.root() instanceof Node.Fields draft)) {
      return EventJson.readStrictly(body, ScalingPolicy.class); // refused with what was found
    }
    Node.Fields name =
        new Node.Fields(Map.of(), draft.at())
            .with("namespace", app.namespace())
            .with("name", app.name());
    return EventJson.readStrictly(
        body.with(
            draft
                .with("app", name)
                .with("version", new Node.Numeric(Long.toString(version), draft.at()))
                .with("changedBy", caller.principal())),
        ScalingPolicy.class);
  }

  private void requireKnownClusters(ScalingPolicy policy) {
    List<InvalidField> unknown =
        policy.clusters().stream()
            .filter(name -> !clusters.contains(name))
            .map(
                name ->
                    new InvalidField(
                        "clusters", "'" + name + "'", "one of: " + String.join(", ", clusters)))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(Problem.invalidFields(unknown));
    }
  }

  private void audit(Caller caller, String action, AppRef app, @Nullable String detail) {
    audit.audit(
        new AuditEntry(
            caller.principal(),
            caller.door(),
            action,
            app.toString(),
            Outcome.ALLOWED,
            detail,
            null,
            clock.instant()));
  }
}
