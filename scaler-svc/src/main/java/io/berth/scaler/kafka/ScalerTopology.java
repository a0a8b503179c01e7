/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.Topic;
import io.berth.events.Topic.Cleanup;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The Kafka Streams topology:
 *
 * <pre>
 *   berth.scaling-policies → PolicyProcessor  → scaler-svc-policies → PolicyStoreUpdater (every instance)
 *   berth.metrics          → ScalingProcessor → berth.scaling-decisions
 * </pre>
 *
 * Both processors write rejected records to the dead letters of their topic, in the same
 * transaction. Kafka Streams itself reads and writes only bytes, because exceptions of its
 * serializers would end the thread. Stores are in memory and restored from their changelogs.
 *
 * <p>Processors forward to outputs by name, which is the binding's {@code produced-as} in
 * application.yml. The order of the sources and the names of processors and stores never change:
 * tasks and changelogs are named after them, so a rolling upgrade keeps its state.
 */
public final class ScalerTopology {

  /** The service's name in dead letters, and the consumer group without the prefix. */
  public static final String SERVICE = "scaler-svc";

  static final String SOURCE = "/berth/scaler-svc";

  /**
   * Accepted policies. An internal topic, because the public one is compacted: there, an invalid
   * record would replace the last valid one.
   */
  public static final Topic ACCEPTED_POLICIES =
      new Topic(
          "scaler-svc-policies",
          "namespace/app",
          1,
          Cleanup.COMPACT,
          null,
          "The scaling policy in force, for scaler-svc alone");

  private final ScalerMeters meters;

  public ScalerTopology(ScalerMeters meters) {
    this.meters = meters;
  }

  /**
   * Adds the processors.
   *
   * @return accepted policies, rejected policies, decisions, rejected samples
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  public KStream<byte[], byte[]>[] process(
      KStream<byte[], byte[]> policies, KStream<byte[], byte[]> samples) {
    KStream<byte[], byte[]> processed =
        policies.process(
            new StatefulSupplier(
                () -> new PolicyProcessor(meters), inMemoryStore(PolicyProcessor.VERSIONS)),
            Named.as("policy-door"));
    KStream<byte[], byte[]> decided =
        samples.process(
            new StatefulSupplier(
                () -> new ScalingProcessor(meters), inMemoryStore(ScalingStateStore.STORE)),
            Named.as("sample-door"));
    return new KStream[] {processed, processed, decided, decided};
  }

  /**
   * Adds the global store of accepted policies. Not a table of the binder, which would treat an
   * unreadable policy as a removal of the last valid one.
   *
   * <p>Tasks are numbered in the order in which sources are added, and this store has always been
   * the second. The policies' source is therefore added here first; the binding's own resolves to
   * it.
   *
   * @param policies their topic, including the prefix
   * @param accepted the topic of accepted ones
   */
  public void addPolicyStore(StreamsBuilder builder, String policies, String accepted) {
    builder.stream(
        policies, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("policies-in"));
    builder.addGlobalStore(
        inMemoryStore(ScalingProcessor.POLICIES).withLoggingDisabled(),
        accepted,
        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("policy-shelf"),
        () -> new PolicyStoreUpdater(meters));
  }

  /** Creates processors with a store. */
  private record StatefulSupplier(
      Supplier<Processor<byte[], byte[], byte[], byte[]>> processor, StoreBuilder<?> store)
      implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

    @Override
    public Processor<byte[], byte[], byte[], byte[]> get() {
      return processor.get();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(store);
    }
  }

  /** A store of bytes: they are parsed within {@link PoisonPillGuard}, not by Kafka Streams. */
  private static StoreBuilder<KeyValueStore<String, byte[]>> inMemoryStore(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
  }
}
