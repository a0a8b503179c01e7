/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.drift.Drift;
import io.berth.deploy.drift.Healing;
import io.berth.deploy.drift.Memory;
import io.berth.deploy.planning.LiveApp;
import io.berth.events.AppRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what others change of what Berth set, tells it once, and sets it right where the application
 * wants that. Looks closely only when the objects changed and no command did it.
 */
public final class DriftPatrol {

  private static final Logger LOG = LoggerFactory.getLogger(DriftPatrol.class);

  /** As a command that is always under way: a clock that is set makes no pause longer. */
  private static final String HEALING = "healing";

  private final View view;
  private final Sight sight;
  private final DriftLog log;
  private final SteadyTime clock;
  private final Map<AppRef, Seen> seen = new ConcurrentHashMap<>();
  private final Map<AppRef, Healing> healing = new ConcurrentHashMap<>();
  private final Set<AppRef> waiting = ConcurrentHashMap.newKeySet();

  /** The last look: after which command, at which shape. */
  private record Seen(String commandId, String shape) {}

  public DriftPatrol(View view, Sight sight, DriftLog log, SteadyTime clock) {
    this.view = view;
    this.sight = sight;
    this.log = log;
    this.clock = clock;
  }

  /** Applications whose drift is to be set right later. */
  public Set<AppRef> waiting() {
    return Set.copyOf(waiting);
  }

  /** One call at a time for each application. */
  public void look(AppRef app) {
    Optional<LiveApp> live = view.live(app);
    if (live.isEmpty()) {
      seen.remove(app);
      waiting.remove(app);
      log.forget(app);
      return;
    }
    try {
      look(live.get());
    } catch (ClusterAway | ClusterRefused e) {
      // The next change, or the next start, looks again.
      seen.remove(app);
      LOG.warn("Cannot see whether {} drifted: {}", app, e.getMessage());
    }
  }

  private void look(LiveApp live) {
    Seen now = new Seen(live.origin().commandId(), sight.shape(live));
    Seen before = seen.put(live.app(), now);
    if (now.equals(before) && !waiting.contains(live.app())) {
      return;
    }
    tell(live, now, drifts(live, before));
  }

  /** Right after a command nothing has drifted: it set every field, whoever owned it before. */
  private List<Drift> drifts(LiveApp live, @Nullable Seen before) {
    boolean changed = before != null && before.commandId().equals(live.origin().commandId());
    boolean leftBehind = before == null && !log.open(live.app()).isEmpty();
    return changed || leftBehind || sight.touchedByOthers(live) ? sight.drifts(live) : List.of();
  }

  private void tell(LiveApp live, Seen now, List<Drift> drifts) {
    Memory memory = Memory.between(log.open(live.app()), drifts);
    memory.ended().forEach(drift -> log.tell(live, drift, now.shape(), true));
    memory.begun().forEach(drift -> log.tell(live, drift, now.shape(), false));
    if (drifts.isEmpty() || !sight.selfHeal(live)) {
      waiting.remove(live.app());
    } else {
      heal(live);
    }
  }

  private void heal(LiveApp live) {
    Healing state = healing.getOrDefault(live.app(), Healing.never());
    Instant asOf = clock.asOf(HEALING);
    if (!state.due(asOf)) {
      waiting.add(live.app());
      return;
    }
    healing.put(live.app(), state.done(asOf));
    waiting.remove(live.app());
    sight.restore(live);
    LOG.info("{} is set right again after somebody else changed it", live.app());
  }
}
