/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Envelope;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.events.command.Command;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Operation;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.board.AppView.InCluster;
import io.berth.gateway.operations.Stories;
import io.berth.gateway.operations.Story;
import io.berth.gateway.operations.StoryView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the gateway shows, folded from the topics. The same facts in the same order per
 * key give the same board, however often they are read. Safe for use by several threads.
 */
public final class Board {

  /** What a board is made from, and how far back each is read. */
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
  private final Stories stories;
  private final Decisions decisions;
  private final TreeMap<String, AppState> apps = new TreeMap<>();
  private final Latest<ScalingPolicy> policies = new Latest<>(ScalingPolicy::version);
  private final Latest<AlertTransition> alerts = new Latest<>(AlertTransition::sequence);
  private final Latest<Silence> silences = new Latest<>(_ -> 0L);

  /**
   * @param clusters every cluster of the installation
   * @param mostStories how many commands are remembered
   * @param mostDecisions how many decisions are remembered of an application in a cluster
   */
  public Board(Collection<String> clusters, int mostStories, int mostDecisions) {
    this.clusters = List.copyOf(clusters);
    this.stories = new Stories(mostStories);
    this.decisions = new Decisions(mostDecisions);
  }

  /** Takes in a fact; says what is other now, if anything is. */
  public synchronized Optional<Change> on(Fact fact, Instant asOf) {
    Optional<Change> change = fact.envelope() == null ? gone(fact) : said(fact.envelope(), asOf);
    change.ifPresent(_ -> notifyAll());
    return change;
  }

  @SuppressWarnings("unchecked") // the payload's type was just looked at
  private Optional<Change> said(Envelope<?> envelope, Instant asOf) {
    return switch (envelope.payload()) {
      case Command _ -> story(stories.on((Envelope<? extends Command>) envelope), asOf);
      case Operation operation -> stories.on(operation).flatMap(story -> story(story, asOf));
      case AppState state -> {
        apps.put(state.key(), state);
        yield changed("app", state);
      }
      case ScalingPolicy policy ->
          policies.on(policy) ? changed("policy", policy) : Optional.empty();
      case ScalingDecision decision ->
          decisions.on(decision) ? changed("decision", decision) : Optional.empty();
      case AlertTransition alert -> alerts.on(alert) ? changed("alert", alert) : Optional.empty();
      case Silence silence -> {
        silences.on(silence);
        yield changed("silence", silence);
      }
      default -> Optional.empty();
    };
  }

  private Optional<Change> gone(Fact fact) {
    String key = fact.key();
    if (fact.topic().equals(Topics.APPS)) {
      AppState state = apps.remove(key);
      return state == null ? Optional.empty() : changed("app-gone", forgotten(state));
    }
    if (fact.topic().equals(Topics.SCALING_POLICIES)) {
      return policies.remove(key).flatMap(policy -> changed("policy-gone", policy.app()));
    }
    if (fact.topic().equals(Topics.SILENCES)) {
      return silences.remove(key).flatMap(silence -> changed("silence-gone", silence));
    }
    if (fact.topic().equals(Topics.ALERTS)) {
      alerts.remove(key);
    }
    return Optional.empty();
  }

  private ClusterAppRef forgotten(AppState state) {
    decisions.forget(state.app());
    return state.app();
  }

  private Optional<Change> story(Story story, Instant asOf) {
    return changed("operation", StoryView.of(story, clusters, asOf));
  }

  private static Optional<Change> changed(String kind, Object body) {
    return Optional.of(new Change(kind, body));
  }

  public synchronized Optional<Story> story(String commandId) {
    return stories.find(commandId);
  }

  /** The story as it stands. */
  public synchronized Optional<StoryView> storyView(String commandId, Instant asOf) {
    return stories.find(commandId).map(story -> StoryView.of(story, clusters, asOf));
  }

  /** The latest stories, newest first; of one application, or of all where it is null. */
  public synchronized List<StoryView> storyViews(@Nullable AppRef app, int limit, Instant asOf) {
    return stories.latest(app, limit).stream()
        .map(story -> StoryView.of(story, clusters, asOf))
        .toList();
  }

  /** Waits until something changed, at most so long. */
  public synchronized void awaitChange(long millis) throws InterruptedException {
    wait(Math.max(1, millis));
  }

  /** The latest decisions, newest first; of one application, or of all where it is null. */
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

  /** The latest transition of every alert, the most severe and then the youngest first. */
  public synchronized List<AlertTransition> alerts() {
    return Alerts.mostSevereFirst(alerts.all());
  }

  /** What is there of every application, in the order of cluster, namespace, name. */
  public synchronized List<AppState> states() {
    return List.copyOf(apps.values());
  }

  /** Every application with all that is known of it, in the order of their names. */
  public synchronized List<AppView> apps(Instant asOf) {
    TreeMap<String, AppRef> names = new TreeMap<>();
    apps.values().forEach(state -> names.put(state.app().app().toString(), state.app().app()));
    return names.values().stream().map(app -> view(app, asOf)).toList();
  }

  /** One application with all that is known of it, if it is anywhere. */
  public synchronized Optional<AppView> app(AppRef app, Instant asOf) {
    return Optional.of(view(app, asOf)).filter(view -> !view.clusters().isEmpty());
  }

  private AppView view(AppRef app, Instant asOf) {
    List<InCluster> places =
        apps.values().stream()
            .filter(state -> state.app().app().equals(app))
            .map(state -> InCluster.of(state, decisions, alerts.all()))
            .toList();
    StoryView last = storyViews(app, 1, asOf).stream().findFirst().orElse(null);
    return new AppView(
        app.namespace(), app.name(), places, policies.find(app.toString()).orElse(null), last);
  }
}
