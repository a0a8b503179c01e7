/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.drift.DriftLog;
import io.berth.deploy.operations.AppStatePublisher;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.KeyedExecutor;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.rollout.RolloutRecovery;
import io.berth.deploy.scaling.ScalingDecisionHandler;
import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.Topics;
import io.berth.stream.EventTemplate;
import io.berth.stream.KafkaConnection;
import io.berth.stream.TopicTable;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Wires everything that this service reads from and writes to Kafka. */
public final class KafkaConnections implements AutoCloseable {

  private final String cluster;
  private final KafkaAccess access;
  private final InstantSource clock;
  private final OperationsTopic operations;
  private final DriftTopic drifts;
  private final AppStateTopic apps;
  private final AssignedPartitions assigned = new AssignedPartitions(System::nanoTime);
  private final PendingCommands pending;
  private final ScalingPolicyTable policies = new ScalingPolicyTable();
  private final FleetStateTable fleet = new FleetStateTable();
  private final TopicTable<byte[], byte[]> policyTable;
  private final TopicTable<byte[], byte[]> fleetTable;
  private final DeadLetterPublisher deadLetters;
  private final TopicIds topicIds;

  public KafkaConnections(
      String cluster,
      KafkaAccess access,
      KafkaConnection kafka,
      EventTemplate events,
      MonotonicClock clock) {
    this.cluster = cluster;
    this.access = access;
    this.clock = clock;
    this.pending = new PendingCommands(assigned, clock::asOf);
    this.topicIds = new TopicIds(access);
    this.operations = new OperationsTopic(cluster, access.source(), events);
    this.drifts = new DriftTopic(cluster, access.source(), events, clock);
    this.apps = new AppStateTopic(cluster, access.source(), events);
    this.deadLetters = new DeadLetterPublisher(events, access.service(), clock);
    Map<String, Duration> histories = Map.of(access.name(Topics.OPERATIONS), OpenCommands.HORIZON);
    this.policyTable =
        new TopicTable<>("policies-in-0", _ -> null, kafka, Clock.systemUTC(), policies::apply);
    this.fleetTable =
        new TopicTable<>("fleet-in-0", histories::get, kafka, Clock.systemUTC(), fleet::apply);
  }

  public OperationLog operations() {
    return operations;
  }

  public DriftLog drifts() {
    return drifts;
  }

  public PartitionOwnership ownership() {
    return assigned;
  }

  /** Commands that were consumed and are not completed. */
  public PendingCommands pendingCommands() {
    return pending;
  }

  public AppStatePublisher apps() {
    return apps;
  }

  /** Publishes the removal of applications that are on the topic and no longer in the cluster. */
  public void publishRemovedApps(Predicate<AppRef> absent) {
    for (String known : apps.knownApps()) {
      String[] parts = known.split("/");
      AppRef app = new AppRef(parts[1], parts[2]);
      if (absent.test(app)) {
        apps.publishRemoved(ClusterAppRef.of(cluster, app));
      }
    }
  }

  public ScalingPolicyTable policies() {
    return policies;
  }

  /** The verdicts and alerts of every cluster. */
  public FleetStateTable fleet() {
    return fleet;
  }

  /** {@code berth.scaling-policies} as a table. */
  public TopicTable<byte[], byte[]> policyTable() {
    return policyTable;
  }

  /** {@code berth.operations} of every cluster and {@code berth.alerts} as a table. */
  public TopicTable<byte[], byte[]> fleetTable() {
    return fleetTable;
  }

  /**
   * Replays what was published before; to be called when the topics exist.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka does not answer; to be called again
   */
  public void replay() {
    operations.replay(
        access::ungrouped,
        access.name(Topics.OPERATIONS),
        clock.instant().minus(RolloutRecovery.HORIZON),
        drifts);
    try (var reader = access.ungrouped()) {
      apps.replay(reader, access.name(Topics.APPS));
    }
    CatchUpListener.catchUp(policyTable);
    CatchUpListener.catchUp(fleetTable);
  }

  /**
   * Commands in waves and removals that may still be open, in the order in which they were issued.
   */
  public List<ReceivedCommand> openCommands() {
    try (var reader = access.ungrouped()) {
      return new OpenCommands(topicIds)
          .replay(
              reader, access.name(Topics.COMMANDS), clock.instant().minus(OpenCommands.HORIZON));
    }
  }

  /**
   * Creates the consumer of commands.
   *
   * @param listener is called when partitions are assigned or lost
   */
  public KeyOrderedConsumer commands(
      Consumer<ReceivedCommand> orders,
      KeyedExecutor<String> executor,
      OwnershipListener listener) {
    return new KeyOrderedConsumer(
        "commands-in-0",
        new CommandDispatcher(cluster, topicIds, orders, operations, deadLetters, pending),
        executor,
        assigned,
        new CatchUpListener(
            topicIds, access.name(Topics.COMMANDS), operations, fleetTable, listener));
  }

  /** Creates the consumer of scaling decisions. */
  public KeyOrderedConsumer decisions(
      ScalingDecisionHandler scaling, KeyedExecutor<String> executor) {
    return new KeyOrderedConsumer(
        "decisions-in-0",
        new ScalingDecisionDispatcher(topicIds, scaling, deadLetters),
        executor,
        new AssignedPartitions(System::nanoTime),
        OwnershipListener.topicIdOnly(topicIds, access.name(Topics.SCALING_DECISIONS)));
  }

  @Override
  public void close() {
    operations.close();
  }
}
