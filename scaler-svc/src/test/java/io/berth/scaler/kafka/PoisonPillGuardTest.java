/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoisonPillGuardTest {

  static Stream<RuntimeException> anything() {
    return Stream.of(
        new DateTimeException("x"),
        new ArithmeticException("x"),
        new IllegalStateException("x"),
        new NullPointerException("x"),
        new ClassCastException("x"),
        new ArrayIndexOutOfBoundsException("x"),
        new SerializationException("x"),
        new java.util.ConcurrentModificationException("x"));
  }

  @ParameterizedTest
  @MethodSource("anything")
  void exception_becomesAReason(RuntimeException thrown) {
    assertThat(
            guarded(
                () -> {
                  throw thrown;
                }))
        .contains(thrown.getClass().getSimpleName());
  }

  @Test
  void stackOverflow_becomesAReason() {
    assertThat(guarded(() -> deep(0))).contains("StackOverflowError");
  }

  static Stream<Error> ofTheMachine() {
    return Stream.of(
        new OutOfMemoryError("x"),
        new InternalError("x"),
        new NoClassDefFoundError("x"),
        new ExceptionInInitializerError("x"),
        new AssertionError("x"));
  }

  @ParameterizedTest
  @MethodSource("ofTheMachine")
  void jvmError_passesTheGuard(Error thrown) {
    assertThatThrownBy(
            () ->
                guarded(
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  private static String guarded(Supplier<String> code) {
    return PoisonPillGuard.run(code, why -> why);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static String deep(int level) {
    return deep(level + 1) + level;
  }
}
