/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a pod does on demand: by the annotation {@code sim.berth.io/behavior} or by the suffix of
 * the image's tag ({@code shop/web:1.4-crash}). Some say when: {@code 1.4-starts-in-60s} is slow
 * and ready a minute after its container runs, {@code 1.4-breaks-in-5m} runs well until its
 * liveness probe fails, and {@code 1.4-breaks-in-0s} is ready and fails it from the start. {@code
 * 1.4-ends-in-5s} exits with 0 after five seconds, {@code 1.4-fails-in-5s} with 1. In a pod that is
 * not always restarted, as a Job has them, a container of a plain image exits with 0 soon.
 */
public enum PodBehavior {
  NORMAL,
  MISSING,
  CRASH,
  OOM,
  UNREADY,
  UNLIVE,
  UNSCHEDULABLE,
  SLOW,
  BREAKS,
  ENDS,
  FAILS;

  private static final Pattern TIMED =
      Pattern.compile("(?:.*-)?(starts|breaks|ends|fails)-in-(\\d+(?:ms|s|m|h))");
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

  /** A crash heals when {@code sim.berth.io/heal-after} has passed since the pod's creation. */
  public static PodBehavior of(JsonNode pod, JsonNode container, Instant now) {
    PodBehavior wanted = byName(behaviorName(pod, container));
    String heal = ObjectMeta.annotation(pod, "sim.berth.io/heal-after");
    boolean healed = !heal.isEmpty() && !ObjectMeta.created(pod).plus(duration(heal)).isAfter(now);
    return healed && wanted != UNSCHEDULABLE ? NORMAL : wanted;
  }

  /** By the image's tag alone: an annotation is about the application. */
  static PodBehavior ofImage(JsonNode container) {
    return byName(tag(container));
  }

  /** The delay after the start of the container; empty where the behavior has none. */
  static Optional<Duration> in(JsonNode pod, JsonNode container) {
    Matcher timed = TIMED.matcher(behaviorName(pod, container));
    return timed.matches() ? Optional.of(duration(timed.group(2))) : Optional.empty();
  }

  /** The annotation, or else the image's tag. */
  private static String behaviorName(JsonNode pod, JsonNode container) {
    String annotated = ObjectMeta.annotation(pod, "sim.berth.io/behavior");
    if (!annotated.isEmpty()) {
      return annotated;
    }
    return tag(container);
  }

  private static String tag(JsonNode container) {
    String plain = JsonTrees.text(container, "image").split("@", 2)[0];
    int colon = plain.lastIndexOf(':');
    return colon < 0 ? "" : plain.substring(colon + 1);
  }

  private static PodBehavior byName(String behaviorName) {
    Matcher timed = TIMED.matcher(behaviorName);
    if (timed.matches()) {
      return switch (timed.group(1)) {
        case "starts" -> SLOW;
        case "ends" -> ENDS;
        case "fails" -> FAILS;
        default -> BREAKS;
      };
    }
    String name = behaviorName.substring(behaviorName.lastIndexOf('-') + 1);
    return Arrays.stream(values())
        .filter(b -> b.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(NORMAL);
  }

  /** {@code 45s}, {@code 500ms}, {@code 2m}; zero when it cannot be read. */
  static Duration duration(String text) {
    Matcher m = DURATION.matcher(text.trim());
    if (!m.matches()) {
      return Duration.ZERO;
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofSeconds(n);
    };
  }
}
