/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.scaling;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.Check;
import io.berth.events.quantity.AlternativeTo;
import io.berth.events.quantity.Quantity;
import io.berth.events.quantity.QuantityFields;
import org.jspecify.annotations.Nullable;

/** One metric of a policy and the value that it should have. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MetricTarget.Utilization.class, name = "UTILIZATION"),
  @JsonSubTypes.Type(value = MetricTarget.AverageValue.class, name = "AVERAGE_VALUE"),
  @JsonSubTypes.Type(value = MetricTarget.CustomPerPod.class, name = "CUSTOM_PER_POD"),
  @JsonSubTypes.Type(value = MetricTarget.CustomTotal.class, name = "CUSTOM_TOTAL")
})
public sealed interface MetricTarget {

  /** What a pod uses up. */
  enum Resource {
    CPU,
    MEMORY
  }

  /** What a utilisation is a share of. */
  enum Basis {
    /** As the HPA does. */
    REQUEST,
    /** What overcommit needs: with a request of a tenth, 100 % of it is 10 % of the limit. */
    LIMIT
  }

  /** A name for people and for decisions: {@code cpu}, {@code memory} or the metric's own. */
  default String name() {
    return switch (this) {
      case Utilization(Resource resource, Basis ignored, int ignored2) ->
          resource.name().toLowerCase(java.util.Locale.ROOT);
      case AverageValue(Resource resource, long ignored) ->
          resource.name().toLowerCase(java.util.Locale.ROOT);
      case CustomPerPod(String metric, long ignored) -> metric;
      case CustomTotal(String metric, long ignored) -> metric;
    };
  }

  /**
   * Usage as a share of requests or limits.
   *
   * @param resource CPU or memory
   * @param basis of what; REQUEST if left out
   * @param percent the wanted share, 1 to 1000
   */
  record Utilization(Resource resource, Basis basis, int percent) implements MetricTarget {
    @SuppressWarnings("NullAway") // JSON may leave it out
    public Utilization {
      basis = basis == null ? Basis.REQUEST : basis;
      Check.that().present("resource", resource).between("percent", percent, 1, 1000).orThrow();
    }
  }

  /**
   * Usage of a pod on average. JSON may also say it as Kubernetes does: {@code averageValue: 500m},
   * or {@code 200Mi} of memory.
   *
   * @param resource CPU or memory
   * @param value millicores or bytes, at least 1
   */
  record AverageValue(Resource resource, long value) implements MetricTarget {
    public AverageValue {
      Check.that().present("resource", resource).atLeast("value", value, 1).orThrow();
    }

    @JsonCreator
    @SuppressWarnings("NullAway") // the record itself refuses what JSON leaves out
    static AverageValue of(
        @JsonProperty("resource") @Nullable Resource resource,
        @JsonProperty("value") @Nullable Long value,
        @JsonProperty("averageValue") @AlternativeTo(field = "value", example = "500m or 200Mi")
            @Nullable Quantity averageValue) {
      if (resource == null) {
        return new AverageValue(resource, 1); // without it a quantity has no unit
      }
      QuantityFields fields = new QuantityFields();
      long whole =
          switch (resource) {
            case CPU -> fields.millicores("averageValue", averageValue, "value", value);
            case MEMORY -> fields.bytes("averageValue", averageValue, "value", value);
          };
      return fields.build(() -> new AverageValue(resource, whole));
    }
  }

  /**
   * A custom metric, per pod on average.
   *
   * @param metric its name
   * @param valueMillis in thousandths, at least 1
   */
  record CustomPerPod(String metric, long valueMillis) implements MetricTarget {
    public CustomPerPod {
      Check.that().line("metric", metric, 200).atLeast("valueMillis", valueMillis, 1).orThrow();
    }
  }

  /**
   * A custom metric of the whole application.
   *
   * @param metric its name
   * @param valueMillis in thousandths, at least 1
   */
  record CustomTotal(String metric, long valueMillis) implements MetricTarget {
    public CustomTotal {
      Check.that().line("metric", metric, 200).atLeast("valueMillis", valueMillis, 1).orThrow();
    }
  }
}
