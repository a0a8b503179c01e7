/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A pod that crashes and comes back, as the API server tells it; about 1 KB. */
public final class FlappingPod {

  private static final String READY =
      """
      "ready":true,"started":true,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}},\
      """;
  private static final String CRASHED =
      """
      "ready":false,"started":false,"state":{"waiting":{"reason":"CrashLoopBackOff",\
      "message":"back-off 10s restarting failed container"}},\
      """;

  private FlappingPod() {}

  public static byte[] json(String app, int number, long version, boolean ready) {
    String name = app + "-5d8c7b6f44-" + number;
    return """
    {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%1$s","namespace":"shop","uid":"uid-%2$d",\
    "resourceVersion":"%3$d","creationTimestamp":"2026-01-01T00:00:00Z","labels":{\
    "app.kubernetes.io/name":"%4$s","app.kubernetes.io/managed-by":"berth",\
    "app.kubernetes.io/version":"1","pod-template-hash":"5d8c7b6f44"},\
    "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"%4$s-5d8c7b6f44",\
    "uid":"uid-%4$s","controller":true}]},\
    "spec":{"nodeName":"node-%5$d","containers":[{"name":"%4$s","image":"registry.example/shop/cart:1",\
    "resources":{"limits":{"cpu":"200m","memory":"64Mi"}}}]},\
    "status":{"phase":"Running","podIP":"10.0.0.1","startTime":"2026-01-01T00:00:00Z","conditions":[\
    {"type":"Ready","status":"%6$s","lastTransitionTime":"2026-01-01T00:00:00Z"}],\
    "containerStatuses":[{"name":"%4$s","image":"registry.example/shop/cart:1",%7$s\
    "restartCount":3,"lastState":{"terminated":{"exitCode":1,"reason":"Error"}}}]}}\
    """
        .formatted(
            name,
            number,
            version,
            app,
            number % 100,
            ready ? "True" : "False",
            ready ? READY : CRASHED)
        .getBytes(UTF_8);
  }

  public static String event(int number) {
    return """
    {"kind":"Event","apiVersion":"v1","metadata":{"name":"storm.%1$d","namespace":"shop"},\
    "involvedObject":{"kind":"Pod","namespace":"shop","name":"storm-0-5d8c7b6f44-0"},\
    "reason":"BackOff","message":"Back-off restarting failed container","type":"Warning",\
    "lastTimestamp":"2026-01-01T00:00:00Z"}\
    """
        .formatted(number);
  }
}
