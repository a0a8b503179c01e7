/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An application's total CPU over the time since its deployment was made: {@code 0s=300,20s=2400},
 * linear between the points, flat before the first and after the last.
 */
public final class LoadCurve {

  private record Point(long millis, double load) {}

  private final List<Point> points;

  private LoadCurve(List<Point> points) {
    this.points = points;
  }

  /** Parts that cannot be read are left out. */
  public static LoadCurve parse(String text) {
    List<Point> points = new ArrayList<>();
    for (String part : text.split(",")) {
      String[] sides = part.trim().split("=", 2);
      if (sides.length == 2 && sides[1].matches("\\d+(\\.\\d+)?")) {
        points.add(
            new Point(PodBehavior.duration(sides[0]).toMillis(), Double.parseDouble(sides[1])));
      }
    }
    points.sort(Comparator.comparingLong(Point::millis));
    return new LoadCurve(List.copyOf(points));
  }

  public boolean isEmpty() {
    return points.isEmpty();
  }

  /** Millicores of the whole application; 0 without points. */
  public double at(Duration age) {
    if (points.isEmpty()) {
      return 0;
    }
    long t = age.toMillis();
    Point before = points.getFirst();
    for (Point next : points) {
      if (t < next.millis()) {
        return between(before, next, t);
      }
      before = next;
    }
    return before.load();
  }

  private static double between(Point a, Point b, long t) {
    if (t <= a.millis()) {
      return a.load();
    }
    return a.load() + (b.load() - a.load()) * (t - a.millis()) / (b.millis() - a.millis());
  }
}
