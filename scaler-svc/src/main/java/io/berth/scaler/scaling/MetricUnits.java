/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.AverageValue;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.CustomPerPod;
import io.berth.events.scaling.MetricTarget.CustomTotal;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;

/** Targets and units of metrics. */
final class MetricUnits {

  private MetricUnits() {}

  static long target(MetricTarget target) {
    return switch (target) {
      case Utilization(Resource _, Basis _, int percent) -> percent;
      case AverageValue(Resource _, long value) -> value;
      case CustomPerPod(String _, long valueMillis) -> valueMillis;
      case CustomTotal(String _, long valueMillis) -> valueMillis;
    };
  }

  static String of(MetricTarget target) {
    return switch (target) {
      case Utilization(Resource _, Basis basis, int _) ->
          switch (basis) {
            case REQUEST -> "percent-of-request";
            case LIMIT -> "percent-of-limit";
          };
      case AverageValue(Resource resource, long _) ->
          switch (resource) {
            case CPU -> "millicores";
            case MEMORY -> "bytes";
          };
      case CustomPerPod _, CustomTotal _ -> "thousandths";
    };
  }
}
