/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static io.berth.scaler.scaling.ScalingScenario.CART;
import static io.berth.scaler.scaling.ScalingScenario.NOW;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.kafka.EventJson;
import io.berth.scaler.scaling.ScalingScenario;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of Kafka Streams reach Kafka Streams, and are no dead letters. */
class KafkaFailureTest {

  private static final RecordMetadata POSITION =
      new RecordMetadata() {
        @Override
        public String topic() {
          return "berth.metrics";
        }

        @Override
        public int partition() {
          return 0;
        }

        @Override
        public long offset() {
          return 7;
        }
      };

  static Stream<Throwable> ofKafka() {
    return Stream.of(
        new TaskMigratedException("x", new RuntimeException("x")),
        new ProducerFencedException("x"),
        new InvalidProducerEpochException("x"),
        new ProcessorStateException("x"),
        new InvalidStateStoreException("x"),
        new TimeoutException("x"),
        new StreamsException("x"),
        new IllegalStateException("x"),
        new OutOfMemoryError("x"));
  }

  @ParameterizedTest
  @MethodSource("ofKafka")
  void failureOfAStoreOrForward_passesTheGuard(Throwable failure) {
    for (String call : Set.of("policies.get", "windows.get", "windows.put", "forward decisions")) {
      assertThatThrownBy(() -> sample(call, failure)).as(call).isSameAs(failure);
    }
    for (String call :
        Set.of("policy-versions.get", "policy-versions.put", "forward accepted-policies")) {
      assertThatThrownBy(() -> policy(call, failure)).as(call).isSameAs(failure);
    }
    assertThatThrownBy(() -> poison("forward refused-samples", failure)).isSameAs(failure);
  }

  private static void sample(String fails, Throwable failure) {
    door(fails, failure)
        .process(record(ScalerTopologyDriver.record(ScalingScenario.sample(NOW, 3, 1, 2, 3), NOW)));
  }

  private static void poison(String fails, Throwable failure) {
    door(fails, failure).process(new Record<>(null, null, 1));
  }

  private static ScalingProcessor door(String fails, Throwable failure) {
    ScalingProcessor door = new ScalingProcessor(new ScalerMeters(new SimpleMeterRegistry()));
    door.init(
        context(
            fails,
            failure,
            List.of(
                store(ScalingProcessor.POLICIES, fails, failure),
                store(ScalingStateStore.STORE, fails, failure))));
    return door;
  }

  private static void policy(String fails, Throwable failure) {
    PolicyProcessor door = new PolicyProcessor(new ScalerMeters(new SimpleMeterRegistry()));
    door.init(context(fails, failure, List.of(store(PolicyProcessor.VERSIONS, fails, failure))));
    door.process(
        record(
            ScalerTopologyDriver.record(
                ScalingScenario.policy(1, 9, ScalingScenario.CPU_60), NOW)));
  }

  private static Record<byte[], byte[]> record(TestRecord<byte[], byte[]> record) {
    return new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
  }

  private static ProcessorContext<byte[], byte[]> context(
      String fails, Throwable failure, List<KeyValueStore<String, byte[]>> stores) {
    return proxy(
        ProcessorContext.class,
        (_, method, arguments) -> {
          if (method.getName().equals("forward") && fails.equals("forward " + arguments[1])) {
            throw failure;
          }
          return switch (method.getName()) {
            case "getStateStore" ->
                stores.stream()
                    .filter(store -> store.name().equals(arguments[0]))
                    .findFirst()
                    .orElseThrow();
            case "recordMetadata" -> Optional.of(POSITION);
            case "currentSystemTimeMs" -> NOW.toEpochMilli();
            default -> null;
          };
        });
  }

  private static KeyValueStore<String, byte[]> store(String name, String fails, Throwable failure) {
    Map<Object, Object> entries = new HashMap<>();
    if (name.equals(ScalingProcessor.POLICIES)) {
      entries.put(
          CART.app().toString(),
          EventJson.write(ScalingScenario.policy(1, 9, ScalingScenario.CPU_60)));
    }
    return proxy(
        KeyValueStore.class,
        (_, method, arguments) -> {
          if (fails.equals(name + "." + method.getName())) {
            throw failure;
          }
          return switch (method.getName()) {
            case "name" -> name;
            case "get" -> entries.get(arguments[0]);
            case "put" -> entries.put(arguments[0], arguments[1]);
            case "delete" -> entries.remove(arguments[0]);
            default -> null;
          };
        });
  }

  @SuppressWarnings("unchecked")
  private static <T> T proxy(Class<? super T> type, InvocationHandler handler) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
