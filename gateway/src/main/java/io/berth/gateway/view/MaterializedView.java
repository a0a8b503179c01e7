/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.events.command.Command;
import io.berth.events.command.PartialCommand;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Operation;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.operations.CommandStatus;
import io.berth.gateway.operations.CommandStatusStore;
import io.berth.gateway.operations.CommandStatusView;
import io.berth.gateway.view.AppView.AppInCluster;
import io.berth.redaction.event.EventRedactor;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the gateway shows, built from the topics. The same records in the same order per
 * key give the same view, however often they are read. Thread-safe.
 */
public final class MaterializedView {

  /** The topics that the view is built from. */
  public static final List<Topic> TOPICS =
      List.of(
          Topics.COMMANDS,
          Topics.OPERATIONS,
          Topics.APPS,
          Topics.SCALING_POLICIES,
          Topics.SCALING_DECISIONS,
          Topics.ALERTS,
          Topics.SILENCES);

  private final Collection<String> clusters;
  private final CommandStatusStore statuses;
  private final ScalingDecisionHistory decisions;
  private final TreeMap<String, AppState> apps = new TreeMap<>();
  private final LatestByKey<ScalingPolicy> policies = new LatestByKey<>(ScalingPolicy::version);
  private final LatestByKey<AlertTransition> alerts = new LatestByKey<>(AlertTransition::sequence);
  private final LatestByKey<Silence> silences = new LatestByKey<>(_ -> 0L);

  /**
   * @param clusters all clusters of the installation
   * @param maxCommands how many commands are kept
   * @param maxDecisionsPerApp how many scaling decisions are kept of an application in a cluster
   */
  public MaterializedView(Collection<String> clusters, int maxCommands, int maxDecisionsPerApp) {
    this.clusters = List.copyOf(clusters);
    this.statuses = new CommandStatusStore(maxCommands);
    this.decisions = new ScalingDecisionHistory(maxDecisionsPerApp);
  }

  /** Applies an event; returns the change, if the view differs now. */
  public synchronized Optional<ViewChange> apply(Envelope<? extends Event> envelope, Instant asOf) {
    Optional<ViewChange> change = applyEvent(envelope, asOf);
    change.ifPresent(_ -> notifyAll());
    return change;
  }

  /** Applies the tombstone of a key; returns the change, if the view differs now. */
  public synchronized Optional<ViewChange> remove(Topic topic, String key) {
    Optional<ViewChange> change = applyTombstone(topic, key);
    change.ifPresent(_ -> notifyAll());
    return change;
  }

  /** Applies a command with invalid fields: the clusters that it names reject it. */
  public synchronized Optional<ViewChange> applyInvalid(
      String commandId, AppRef app, PartialCommand command, Instant at, Instant asOf) {
    Optional<ViewChange> change = changed(statuses.applyInvalid(commandId, app, command, at), asOf);
    notifyAll();
    return change;
  }

  @SuppressWarnings("unchecked") // the switch has checked the payload's type
  private Optional<ViewChange> applyEvent(Envelope<?> envelope, Instant asOf) {
    // Redacted here too: any producer of any version may have written the record.
    return switch (EventRedactor.redact(envelope.payload())) {
      case Command _ -> changed(statuses.apply((Envelope<? extends Command>) envelope), asOf);
      case Operation operation ->
          statuses.apply(operation).flatMap(status -> changed(status, asOf));
      case AppState state -> {
        apps.put(state.key(), state);
        yield changed("app", state);
      }
      case ScalingPolicy policy ->
          policies.putIfNewer(policy) ? changed("policy", policy) : Optional.empty();
      case ScalingDecision decision ->
          decisions.add(decision) ? changed("decision", decision) : Optional.empty();
      case AlertTransition alert ->
          alerts.putIfNewer(alert) ? changed("alert", alert) : Optional.empty();
      case Silence silence -> {
        silences.putIfNewer(silence);
        yield changed("silence", silence);
      }
      default -> Optional.empty();
    };
  }

  private Optional<ViewChange> applyTombstone(Topic topic, String key) {
    if (topic.equals(Topics.APPS)) {
      AppState state = apps.remove(key);
      return state == null ? Optional.empty() : changed("app-gone", forget(state));
    }
    if (topic.equals(Topics.SCALING_POLICIES)) {
      return policies.remove(key).flatMap(policy -> changed("policy-gone", policy.app()));
    }
    if (topic.equals(Topics.SILENCES)) {
      return silences.remove(key).flatMap(silence -> changed("silence-gone", silence));
    }
    if (topic.equals(Topics.ALERTS)) {
      alerts.remove(key);
    }
    return Optional.empty();
  }

  private ClusterAppRef forget(AppState state) {
    decisions.remove(state.app());
    return state.app();
  }

  private Optional<ViewChange> changed(CommandStatus status, Instant asOf) {
    return changed("operation", CommandStatusView.of(status, clusters, asOf));
  }

  private static Optional<ViewChange> changed(String kind, Object body) {
    return Optional.of(new ViewChange(kind, body));
  }

  public synchronized Optional<CommandStatus> status(String commandId) {
    return statuses.find(commandId);
  }

  /** The status of a command at a time. */
  public synchronized Optional<CommandStatusView> statusView(String commandId, Instant asOf) {
    return statuses.find(commandId).map(status -> CommandStatusView.of(status, clusters, asOf));
  }

  /** The latest commands, newest first; of one application, or of all if it is null. */
  public synchronized List<CommandStatusView> statusViews(
      @Nullable AppRef app, int limit, Instant asOf) {
    return statuses.latest(app, limit).stream()
        .map(status -> CommandStatusView.of(status, clusters, asOf))
        .toList();
  }

  /** Waits until the view changes or the time is over. */
  public synchronized void awaitChange(long millis) throws InterruptedException {
    wait(Math.max(1, millis));
  }

  /** The latest decisions, newest first; of one application, or of all if it is null. */
  public synchronized List<ScalingDecision> decisions(@Nullable AppRef app, int limit) {
    return decisions.latest(app, limit);
  }

  public synchronized Optional<ScalingPolicy> policy(AppRef app) {
    return policies.find(app.toString());
  }

  public synchronized List<ScalingPolicy> policies() {
    return policies.all();
  }

  public synchronized List<Silence> silences() {
    return silences.all();
  }

  public synchronized Optional<Silence> silence(String id) {
    return silences.find(id);
  }

  /**
   * The latest transition of every alert, by severity and then by time, highest and newest first.
   */
  public synchronized List<AlertTransition> alerts() {
    return FiringAlerts.mostSevereFirst(alerts.all());
  }

  /** The state of every application in every cluster, ordered by cluster, namespace and name. */
  public synchronized List<AppState> states() {
    return List.copyOf(apps.values());
  }

  /** Every application across its clusters, ordered by name. */
  public synchronized List<AppView> apps(Instant asOf) {
    TreeMap<String, AppRef> names = new TreeMap<>();
    apps.values().forEach(state -> names.put(state.app().app().toString(), state.app().app()));
    return names.values().stream().map(app -> appView(app, asOf)).toList();
  }

  /** One application across its clusters; empty if no cluster runs it. */
  public synchronized Optional<AppView> app(AppRef app, Instant asOf) {
    return Optional.of(appView(app, asOf)).filter(view -> !view.clusters().isEmpty());
  }

  private AppView appView(AppRef app, Instant asOf) {
    List<AppInCluster> inClusters =
        apps.values().stream()
            .filter(state -> state.app().app().equals(app))
            .map(state -> AppInCluster.of(state, decisions, alerts.all()))
            .toList();
    CommandStatusView last = statusViews(app, 1, asOf).stream().findFirst().orElse(null);
    return new AppView(
        app.namespace(), app.name(), inClusters, policies.find(app.toString()).orElse(null), last);
  }

  /**
   * A change of the view, as subscribers receive it.
   *
   * @param kind {@code operation}, {@code app}, {@code app-gone}, {@code alert}, {@code decision},
   *     {@code policy}, {@code policy-gone}, {@code silence} or {@code silence-gone}
   * @param body the new state
   */
  public record ViewChange(String kind, Object body) {}
}
