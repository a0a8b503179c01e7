/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Trace and span ids as W3C has them, from the names that tracers give them. */
record TraceIds(@Nullable String traceId, @Nullable String spanId) {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

  static TraceIds take(FlatFields fields) {
    String trace =
        hex(fields.takeText("trace.id", "traceId", "trace_id", "traceID", "X-B3-TraceId"), 32);
    String span = hex(fields.takeText("span.id", "spanId", "span_id", "spanID", "X-B3-SpanId"), 16);
    Object parent = fields.rest().get("traceparent");
    if (trace == null && parent != null) {
      Matcher matcher = TRACEPARENT.matcher(parent.toString().toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        return new TraceIds(matcher.group(1), matcher.group(2));
      }
    }
    return new TraceIds(trace, span);
  }

  /** Lower case; hexadecimal ids shorter than W3C's get zeros in front. */
  private static @Nullable String hex(@Nullable String id, int length) {
    if (id == null) {
      return null;
    }
    String lower = id.strip().toLowerCase(Locale.ROOT);
    boolean isShort = lower.length() < length && lower.length() >= length / 2;
    return isShort && lower.chars().allMatch(c -> Character.digit(c, 16) >= 0)
        ? "0".repeat(length - lower.length()) + lower
        : lower;
  }
}
