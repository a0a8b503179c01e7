/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import io.berth.gateway.view.ViewReadiness;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Answers 503 for a controller that {@link ReadsView}, until the gateway has read from Kafka what
 * there was when it started. Commands are accepted meanwhile.
 */
final class ViewReadinessInterceptor implements HandlerInterceptor {

  private final ViewReadiness view;

  ViewReadinessInterceptor(ViewReadiness view) {
    this.view = view;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method
        && method.getBeanType().isAnnotationPresent(ReadsView.class)
        && !view.isCaughtUp()) {
      throw new ProblemException(
          Problem.unavailable(
              "The gateway has just started and has not yet read the commands, applications,"
                  + " policies and alerts from Kafka. Ask again in some seconds."));
    }
    return true;
  }
}
