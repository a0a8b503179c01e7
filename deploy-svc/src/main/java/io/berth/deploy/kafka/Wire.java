/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.Apps;
import io.berth.deploy.delivery.DriftLog;
import io.berth.deploy.delivery.Operations;
import io.berth.deploy.delivery.Recovery;
import io.berth.deploy.delivery.ScalingDecisions;
import io.berth.deploy.planning.Order;
import io.berth.deploy.queue.Backlog;
import io.berth.deploy.queue.Lanes;
import io.berth.deploy.queue.Tenure;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.TopicDeclarations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Everything that this service has to do with Kafka, opened and closed together. */
public final class Wire implements AutoCloseable {

  private static final List<Topic> TOPICS =
      List.of(
          Topics.COMMANDS,
          Topics.COMMANDS.deadLetters(),
          Topics.OPERATIONS,
          Topics.ALERTS,
          Topics.APPS,
          Topics.SCALING_POLICIES,
          Topics.SCALING_DECISIONS,
          Topics.SCALING_DECISIONS.deadLetters());

  private final String cluster;
  private final KafkaAccess access;
  private final InstantSource clock;
  private final EventPublisher publisher;
  private final OperationsTopic operations;
  private final DriftTopic drifts;
  private final AppsTopic apps;
  private final Holdings holdings = new Holdings(System::nanoTime);
  private final Backlog backlog = new Backlog(holdings);
  private final ScalingPolicies policies = new ScalingPolicies();
  private final FleetTopics fleet = new FleetTopics();
  private final List<Tail> tails = new CopyOnWriteArrayList<>();
  private final DeadLetters deadLetters;
  private final Logs logs;
  private volatile @Nullable TopicReader commands;
  private volatile @Nullable TopicReader decisions;

  public Wire(String cluster, KafkaAccess access, InstantSource clock) {
    this.cluster = cluster;
    this.access = access;
    this.clock = clock;
    this.publisher = access.publisher();
    this.logs = new Logs(access);
    this.operations = new OperationsTopic(cluster, access.source(), publisher);
    this.drifts = new DriftTopic(cluster, access.source(), publisher, clock);
    this.apps = new AppsTopic(cluster, access.source(), publisher);
    this.deadLetters = new DeadLetters(access.rawProducer(), access.service(), clock);
  }

  public Operations operations() {
    return operations;
  }

  public DriftLog drifts() {
    return drifts;
  }

  public Tenure tenure() {
    return holdings;
  }

  /** Commands that were read and are not done. */
  public Backlog backlog() {
    return backlog;
  }

  public Apps apps() {
    return apps;
  }

  /** Tells of the applications that others believe to be here, and that are not. */
  public void forgetApps(Predicate<AppRef> absent) {
    for (String known : apps.known()) {
      String[] parts = known.split("/");
      AppRef app = new AppRef(parts[1], parts[2]);
      if (absent.test(app)) {
        apps.gone(ClusterAppRef.of(cluster, app));
      }
    }
  }

  public ScalingPolicies policies() {
    return policies;
  }

  /**
   * Makes sure of the topics and reads back what was said before.
   *
   * @throws IllegalStateException where a topic is not as declared, or Kafka does not answer
   */
  public void open(TopicDeclarations declarations) throws InterruptedException {
    try (Admin admin = Admin.create(access.admin())) {
      declarations.ensure(admin, TOPICS);
    }
    operations.recall(
        access::ungrouped,
        access.name(Topics.OPERATIONS),
        clock.instant().minus(Recovery.HORIZON),
        drifts);
    try (var reader = access.ungrouped()) {
      apps.recall(reader, access.name(Topics.APPS));
    }
    tail(Topics.OPERATIONS, clock.instant().minus(CommandsInWaves.HORIZON));
    tail(Topics.ALERTS, Instant.EPOCH);
    policies.recall(access.ungrouped(), access.name(Topics.SCALING_POLICIES));
  }

  private void tail(Topic topic, Instant since) {
    tails.add(Tail.since(since, access.ungrouped(), access.name(topic), fleet::note));
  }

  /** What the other clusters say. */
  public FleetTopics fleet() {
    return fleet;
  }

  /** Commands in waves that may still be open, in the order in which they were given. */
  public List<Order> inWaves() {
    try (var reader = access.ungrouped()) {
      Instant since = clock.instant().minus(CommandsInWaves.HORIZON);
      return new CommandsInWaves(logs).recall(reader, access.name(Topics.COMMANDS), since);
    }
  }

  /** Begins to read; returns at once. {@code changes} is told when work is gained or lost. */
  public void read(
      Consumer<Order> orders, ScalingDecisions scaling, Lanes<String> lanes, Handover changes) {
    TopicReader ofCommands =
        new TopicReader(
            access.grouped(""),
            access.name(Topics.COMMANDS),
            new CommandDoor(cluster, logs, orders, operations, deadLetters, backlog),
            lanes,
            holdings,
            new CaughtUp(logs, access.name(Topics.COMMANDS), operations, tails, changes));
    TopicReader ofDecisions =
        new TopicReader(
            access.grouped("-decisions"),
            access.name(Topics.SCALING_DECISIONS),
            new DecisionDoor(logs, scaling, deadLetters),
            lanes,
            new Holdings(System::nanoTime),
            Handover.onlyLearn(logs, access.name(Topics.SCALING_DECISIONS)));
    commands = ofCommands;
    decisions = ofDecisions;
    Thread.ofPlatform().name("commands").start(ofCommands::run);
    Thread.ofPlatform().name("decisions").start(ofDecisions::run);
    Thread.ofPlatform().name("scaling-policies").start(policies::run);
    tails.forEach(tail -> Thread.ofPlatform().name("fleet").start(tail::run));
  }

  /** What keeps commands from being read, if anything. */
  public Optional<String> trouble() {
    TopicReader reader = commands;
    return reader == null ? Optional.of("not connected yet") : reader.trouble();
  }

  @Override
  public void close() {
    for (TopicReader reader : new @Nullable TopicReader[] {commands, decisions}) {
      if (reader != null) {
        reader.close();
      }
    }
    policies.close();
    tails.forEach(Tail::close);
    operations.close();
    publisher.close();
    deadLetters.close();
  }
}
