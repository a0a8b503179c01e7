/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import java.util.ArrayList;
import java.util.List;

/**
 * The arithmetic of a rolling update: how far the new replica set may grow and the old ones must
 * shrink now. As in Kubernetes' deployment controller: never more than replicas + maxSurge pods,
 * never fewer than replicas - maxUnavailable available ones.
 */
public final class RollingUpdate {

  /**
   * A replica set in numbers.
   *
   * @param wanted {@code spec.replicas}
   * @param available {@code status.availableReplicas}
   */
  public record ReplicaSetSize(int wanted, int available) {}

  private final int replicas;
  private final int maxSurge;
  private final int maxUnavailable;

  private RollingUpdate(int replicas, int maxSurge, int maxUnavailable) {
    this.replicas = replicas;
    this.maxSurge = maxSurge;
    this.maxUnavailable = maxUnavailable;
  }

  /**
   * @param surge a number or a percentage of the replicas, rounded up
   * @param unavailable a number or a percentage, rounded down; 1 when both come to 0
   */
  public static RollingUpdate of(int replicas, String surge, String unavailable) {
    int up = resolve(surge, replicas, true);
    int down = resolve(unavailable, replicas, false);
    return new RollingUpdate(replicas, up, up == 0 && down == 0 ? 1 : Math.min(down, replicas));
  }

  /**
   * Of a Deployment that is recreated: nothing surges, and each pod counts for its availability.
   */
  static RollingUpdate none(int replicas) {
    return new RollingUpdate(replicas, 0, 0);
  }

  static int resolve(String value, int of, boolean roundUp) {
    if (!value.endsWith("%")) {
      return value.isEmpty() ? 0 : Integer.parseInt(value);
    }
    int hundredths = Integer.parseInt(value.substring(0, value.length() - 1)) * of;
    return roundUp ? Math.ceilDiv(hundredths, 100) : hundredths / 100;
  }

  public int minAvailable() {
    return replicas - maxUnavailable;
  }

  public int maxTotal() {
    return replicas + maxSurge;
  }

  /** The replicas that the new set shall have now. */
  public int grow(int newWanted, int allWanted) {
    if (newWanted >= replicas) {
      return replicas;
    }
    int room = maxTotal() - allWanted;
    return room <= 0 ? newWanted : newWanted + Math.min(room, replicas - newWanted);
  }

  /** The replicas that the old sets, oldest first, shall have now: unavailable ones go first. */
  public List<Integer> shrink(ReplicaSetSize fresh, List<ReplicaSetSize> old) {
    int all = fresh.wanted() + old.stream().mapToInt(ReplicaSetSize::wanted).sum();
    int spare = all - minAvailable() - (fresh.wanted() - fresh.available());
    List<Integer> wanted = new ArrayList<>(old.stream().map(ReplicaSetSize::wanted).toList());
    if (spare <= 0) {
      return wanted;
    }
    int cleaned = dropUnavailable(old, wanted, spare);
    int available = fresh.available() + old.stream().mapToInt(ReplicaSetSize::available).sum();
    int down = Math.min(available - minAvailable(), spare - cleaned);
    for (int i = 0; i < wanted.size() && down > 0; i++) {
      int take = Math.min(wanted.get(i), down);
      wanted.set(i, wanted.get(i) - take);
      down -= take;
    }
    return wanted;
  }

  private static int dropUnavailable(List<ReplicaSetSize> old, List<Integer> wanted, int spare) {
    int dropped = 0;
    for (int i = 0; i < old.size(); i++) {
      int take = Math.clamp(old.get(i).wanted() - old.get(i).available(), 0, spare - dropped);
      wanted.set(i, wanted.get(i) - take);
      dropped += take;
    }
    return dropped;
  }

  /** Spreads a change of the wanted count over sets in the middle of a roll-out, by their size. */
  public List<Integer> spread(List<Integer> sizes) {
    int total = sizes.stream().mapToInt(Integer::intValue).sum();
    int add = (replicas > 0 ? maxTotal() : 0) - total;
    List<Integer> result = new ArrayList<>();
    int given = 0;
    for (int size : sizes) {
      int share = total == 0 ? 0 : Math.round((float) size * (total + add) / total) - size;
      share = add > 0 ? Math.clamp(share, 0, add - given) : Math.clamp(share, add - given, 0);
      given += share;
      result.add(Math.max(0, size + share));
    }
    if (!result.isEmpty()) {
      result.set(0, Math.max(0, result.getFirst() + add - given));
    }
    return result;
  }
}
