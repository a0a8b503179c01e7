/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.MaterializedView;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

class ViewReadinessInterceptorTest {

  private final AtomicBoolean caughtUp = new AtomicBoolean();
  private final ViewReadinessInterceptor interceptor = new ViewReadinessInterceptor(caughtUp::get);

  static Stream<Class<?>> readers() {
    return Stream.of(
            AlertController.class,
            AppController.class,
            CommandController.class,
            EventController.class,
            OpenApiController.class,
            OperationController.class,
            PolicyController.class)
        .filter(ViewReadinessInterceptorTest::hasView);
  }

  private static boolean hasView(Class<?> controller) {
    return Arrays.stream(controller.getDeclaredFields())
        .map(Field::getType)
        .anyMatch(MaterializedView.class::equals);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void incompleteView_isUnavailable_notEmpty(Class<?> controller) {
    assertThatThrownBy(() -> handle(controller))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().detail()).contains("Ask again in some seconds");
            });

    caughtUp.set(true);
    assertThat(handle(controller)).isTrue();
  }

  @Test
  void command_isAccepted_beforeTheViewIsComplete() {
    assertThat(handle(CommandController.class)).isTrue();
  }

  private boolean handle(Class<?> controller) {
    Method method =
        Arrays.stream(controller.getDeclaredMethods())
            .filter(it -> !it.isSynthetic())
            .findFirst()
            .orElseThrow();
    return interceptor.preHandle(
        new MockHttpServletRequest(),
        new MockHttpServletResponse(),
        new HandlerMethod(new Object(), method) {
          @Override
          public Class<?> getBeanType() {
            return controller;
          }
        });
  }
}
