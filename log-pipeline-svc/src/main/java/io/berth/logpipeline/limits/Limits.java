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
 * Decides which records go on. Sampling looks at the id, a quota at how much of the application's
 * records was kept in the window in which the record was received, as it is written in the record:
 * no clock, so what was held up is not taken for much at once. WARN and above are kept unless a
 * rule names them. Of one thread, and of this instance's share of the partitions alone.
 */
public final class Limits {

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
  public record Author(String cluster, String namespace, String app) {}

  private record Window(Author author, long number) {}

  private static final class Used {
    private long records;
    private long bytes;
  }

  private final Map<String, Rule> rules;
  private final Map<Window, Used> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Window, Used> eldest) {
          return size() > WINDOWS;
        }
      };

  private Limits(Map<String, Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads the rules; blank: no limits.
   *
   * @throws IllegalArgumentException saying what is wanted
   */
  public static Limits of(String text) {
    return new Limits(RuleText.read(text));
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
   * @param receivedAt when it came through the door
   * @param size bytes of it
   */
  public Ruling rule(Author author, String id, String level, Instant receivedAt, int size) {
    Rule rule = ruleFor(author);
    if (rule == null) {
      return Ruling.KEPT;
    }
    if (!rule.sampling().keeps(id, level.isEmpty() ? "INFO" : level)) {
      return Ruling.SAMPLED_OUT;
    }
    Quota quota = rule.quota();
    return quota.isNone() ? Ruling.KEPT : count(author, quota, level, receivedAt, size);
  }

  private Ruling count(Author author, Quota quota, String level, Instant receivedAt, int size) {
    long number = Math.floorDiv(receivedAt.getEpochSecond(), quota.burstSeconds());
    Used used = windows.computeIfAbsent(new Window(author, number), key -> new Used());
    Ruling ruling =
        WARNINGS.contains(level) && !quota.warningsToo()
            ? Ruling.KEPT
            : quota.rule(used.records, used.bytes, size);
    if (ruling == Ruling.KEPT) {
      used.records++;
      used.bytes += size;
    }
    return ruling;
  }

  private @Nullable Rule ruleFor(Author author) {
    Rule rule = rules.get(author.namespace() + "/" + author.app());
    if (rule == null) {
      rule = rules.get(author.app());
    }
    return rule == null ? rules.get("*") : rule;
  }
}
