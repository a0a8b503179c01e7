/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a pod does on demand: by the annotation {@code sim.berth.io/behavior} or by the suffix of
 * the image's tag ({@code shop/web:1.4-crash}).
 */
public enum Behavior {
  NORMAL,
  MISSING,
  CRASH,
  OOM,
  UNREADY,
  UNLIVE,
  UNSCHEDULABLE,
  SLOW;

  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

  /** A crash heals when {@code sim.berth.io/heal-after} has passed since the pod's creation. */
  public static Behavior of(JsonNode pod, JsonNode container, Instant now) {
    String annotated = Meta.annotation(pod, "sim.berth.io/behavior");
    Behavior wanted =
        annotated.isEmpty() ? byImage(Json.text(container, "image")) : byName(annotated);
    String heal = Meta.annotation(pod, "sim.berth.io/heal-after");
    boolean healed = !heal.isEmpty() && !Meta.created(pod).plus(duration(heal)).isAfter(now);
    return healed && wanted != UNSCHEDULABLE ? NORMAL : wanted;
  }

  private static Behavior byImage(String image) {
    String plain = image.split("@", 2)[0];
    int colon = plain.lastIndexOf(':');
    String tag = colon < 0 ? "" : plain.substring(colon + 1);
    return byName(tag.substring(tag.lastIndexOf('-') + 1));
  }

  private static Behavior byName(String name) {
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
