/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.limits;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records are kept. Sampling depends on the record's id, quotas on the number of
 * records of the application that were kept in the window in which the record was received. That
 * time is part of the record and no clock is read, so delayed records do not count as a burst. WARN
 * and above are kept unless a rule names them. For one thread, and for this instance's share of the
 * partitions only.
 */
public final class LogLimits {

  /** Windows that are remembered: of so many applications, or so far back. */
  private static final int WINDOWS = 10_000;

  private static final Set<String> WARNINGS = Set.of("WARN", "ERROR", "FATAL");

  /**
   * Who wrote a record.
   *
   * @param cluster where
   * @param namespace its namespace
   * @param app its name
   */
  public record LogSource(String cluster, String namespace, String app) {}

  private record QuotaWindow(LogSource source, long number) {}

  private static final class WindowUsage {
    private long records;
    private long bytes;
  }

  private final Map<String, LimitRule> rules;
  private final Map<QuotaWindow, WindowUsage> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<QuotaWindow, WindowUsage> eldest) {
          return size() > WINDOWS;
        }
      };

  private LogLimits(Map<String, LimitRule> rules) {
    this.rules = rules;
  }

  /**
   * Reads the rules; blank: no limits.
   *
   * @throws IllegalArgumentException saying what is wanted
   */
  public static LogLimits of(String text) {
    return new LogLimits(LimitRuleParser.read(text));
  }

  /** Whether there is any. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Decides.
   *
   * @param id the record's, the same on a replay
   * @param level its level; empty where it has none, which counts as INFO
   * @param receivedAt when the receiver accepted it
   * @param size bytes of it
   */
  public LimitDecision rule(
      LogSource source, String id, String level, Instant receivedAt, int size) {
    LimitRule rule = ruleFor(source);
    if (rule == null) {
      return LimitDecision.KEPT;
    }
    if (!rule.sampling().keeps(id, level.isEmpty() ? "INFO" : level)) {
      return LimitDecision.SAMPLED_OUT;
    }
    LogQuota quota = rule.quota();
    return quota.isNone() ? LimitDecision.KEPT : count(source, quota, level, receivedAt, size);
  }

  private LimitDecision count(
      LogSource source, LogQuota quota, String level, Instant receivedAt, int size) {
    long number = Math.floorDiv(receivedAt.getEpochSecond(), quota.burstSeconds());
    WindowUsage used =
        windows.computeIfAbsent(new QuotaWindow(source, number), key -> new WindowUsage());
    LimitDecision decision =
        WARNINGS.contains(level) && !quota.warningsToo()
            ? LimitDecision.KEPT
            : quota.rule(used.records, used.bytes, size);
    if (decision == LimitDecision.KEPT) {
      used.records++;
      used.bytes += size;
    }
    return decision;
  }

  private @Nullable LimitRule ruleFor(LogSource source) {
    LimitRule rule = rules.get(source.namespace() + "/" + source.app());
    if (rule == null) {
      rule = rules.get(source.app());
    }
    return rule == null ? rules.get("*") : rule;
  }
}
