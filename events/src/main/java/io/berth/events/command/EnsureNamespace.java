/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.events.AppRef;
import io.berth.events.Check;
import io.berth.events.quantity.AlternativeTo;
import io.berth.events.quantity.Quantity;
import io.berth.events.quantity.QuantityFields;
import org.jspecify.annotations.Nullable;

/**
 * A namespace with its environment, owner, quota, and the limits that match the overcommit rules.
 *
 * @param meta who, why, where and until when
 * @param namespace a DNS label
 * @param environment determines the policies
 * @param owner the responsible team
 * @param quota limits for the sum of its pods; null for no quota
 */
public record EnsureNamespace(
    CommandMeta meta,
    String namespace,
    Environment environment,
    String owner,
    @Nullable Quota quota)
    implements Command {

  /** Production rules hold only in PROD. */
  public enum Environment {
    PROD,
    QA,
    DEV
  }

  /**
   * A ResourceQuota. JSON may also say it as Kubernetes does: {@code limitsCpu: 16}, and {@code
   * limitsMemory: 32Gi}.
   *
   * @param limitsCpuMillis sum of CPU limits, millicores
   * @param limitsMemoryBytes sum of memory limits, bytes
   * @param pods number of pods
   */
  public record Quota(long limitsCpuMillis, long limitsMemoryBytes, int pods) {
    public Quota {
      Check.that()
          .atLeast("limitsCpuMillis", limitsCpuMillis, 1)
          .atLeast("limitsMemoryBytes", limitsMemoryBytes, 1)
          .atLeast("pods", pods, 1)
          .orThrow();
    }

    @JsonCreator
    static Quota of(
        @JsonProperty("limitsCpu") @AlternativeTo(field = "limitsCpuMillis", example = "16")
            @Nullable Quantity limitsCpu,
        @JsonProperty("limitsMemory") @AlternativeTo(field = "limitsMemoryBytes", example = "32Gi")
            @Nullable Quantity limitsMemory,
        @JsonProperty("limitsCpuMillis") @Nullable Long limitsCpuMillis,
        @JsonProperty("limitsMemoryBytes") @Nullable Long limitsMemoryBytes,
        @JsonProperty("pods") @Nullable Integer pods) {
      QuantityFields fields = new QuantityFields();
      long millis = fields.millicores("limitsCpu", limitsCpu, "limitsCpuMillis", limitsCpuMillis);
      long bytes =
          fields.bytes("limitsMemory", limitsMemory, "limitsMemoryBytes", limitsMemoryBytes);
      return fields.build(() -> new Quota(millis, bytes, pods == null ? 0 : pods));
    }
  }

  public EnsureNamespace {
    Check.that()
        .present("meta", meta)
        .label("namespace", namespace)
        .present("environment", environment)
        .line("owner", owner, 200)
        .orThrow();
  }

  @Override
  @JsonIgnore
  public String key() {
    return subject().toString();
  }

  @Override
  @JsonIgnore
  public AppRef subject() {
    return new AppRef(namespace, namespace);
  }
}
