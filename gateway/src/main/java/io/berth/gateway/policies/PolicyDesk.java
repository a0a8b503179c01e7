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
import io.berth.events.kafka.EventJson;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.board.Board;
import io.berth.gateway.board.Fact;
import io.berth.gateway.commands.Caller;
import io.berth.gateway.commands.CommandLog;
import io.berth.gateway.commands.CommandLog.NotConfirmed;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes scaling policies; each change is a version. */
public final class PolicyDesk {

  private static final String SOURCE = "/berth/gateway";

  private final Collection<String> clusters;
  private final PolicyLog policies;
  private final CommandLog log;
  private final Board board;
  private final Clock clock;

  /**
   * @param clusters the clusters that policies may name
   * @param policies where they are written
   * @param log where the audit is written
   * @param board knows the policies that are in force
   * @param clock tells the time of a change
   */
  public PolicyDesk(
      Collection<String> clusters, PolicyLog policies, CommandLog log, Board board, Clock clock) {
    this.clusters = clusters;
    this.policies = policies;
    this.log = log;
    this.board = board;
    this.clock = clock;
  }

  /**
   * Sets the policy of an application.
   *
   * @param expected the version that is to be replaced; null for whichever it is
   */
  public ScalingPolicy set(AppRef app, JsonNode body, @Nullable Long expected, Caller caller)
      throws NotConfirmed {
    Optional<ScalingPolicy> before = board.policy(app);
    long version = before.map(ScalingPolicy::version).orElse(0L);
    if (expected != null && expected != version) {
      throw new Refusal(
          Problem.of(
              412,
              "changed-meanwhile",
              "Somebody was quicker",
              "Version " + version + " is in force, not " + expected + ". Read it and try again."));
    }
    ScalingPolicy policy = read(app, body, version + 1, caller);
    known(policy);
    Envelope<ScalingPolicy> envelope =
        Envelope.of(UUID.randomUUID().toString(), SOURCE, clock.instant(), policy);
    policies.write(envelope);
    board.on(Fact.of(envelope), clock.instant());
    audit(caller, "scaling-policy.set", app, "version " + policy.version());
    return policy;
  }

  /** Ends the policy of an application; whether there was one. */
  public boolean end(AppRef app, Caller caller) throws NotConfirmed {
    if (board.policy(app).isEmpty()) {
      return false;
    }
    Fact gone = Fact.gone(Topics.SCALING_POLICIES, app.toString());
    policies.erase(gone);
    board.on(gone, clock.instant());
    audit(caller, "scaling-policy.end", app, null);
    return true;
  }

  private static ScalingPolicy read(AppRef app, JsonNode body, long version, Caller caller) {
    if (!(body instanceof ObjectNode draft)) {
      throw new Refusal(
          Problem.faulty(List.of(new InvalidField("", "no object", "the policy's fields"))));
    }
    ObjectNode policy = draft.deepCopy();
    policy.putObject("app").put("namespace", app.namespace()).put("name", app.name());
    policy.put("version", version).put("changedBy", caller.principal());
    return EventJson.readStrictly(
        EventJson.mapper().writeValueAsBytes(policy), ScalingPolicy.class);
  }

  private void known(ScalingPolicy policy) {
    List<InvalidField> unknown =
        policy.clusters().stream()
            .filter(name -> !clusters.contains(name))
            .map(
                name ->
                    new InvalidField(
                        "clusters", "'" + name + "'", "one of: " + String.join(", ", clusters)))
            .toList();
    if (!unknown.isEmpty()) {
      throw new Refusal(Problem.faulty(unknown));
    }
  }

  private void audit(Caller caller, String action, AppRef app, @Nullable String detail) {
    log.audit(
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
