/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.deploy.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Another client that wrote a field of a Deployment's {@code spec}, by the object's {@code
 * managedFields}.
 *
 * @param manager its name as a field manager
 * @param at when it wrote the object last; null where the object does not say
 */
public record SpecFieldWriter(String manager, @Nullable Instant at) {

  private static final Set<String> BERTH = Set.of(Annotations.DEPLOYER, Annotations.SCALER);

  private static final Comparator<SpecFieldWriter> BY_TIME =
      Comparator.comparing(writer -> writer.at() == null ? Instant.EPOCH : writer.at());

  /** Empty where Berth owns the field, or nobody does. */
  public static Optional<SpecFieldWriter> foreign(Deployment deployment, String field) {
    return owners(deployment, field).anyMatch(entry -> BERTH.contains(entry.getManager()))
        ? Optional.empty()
        : owners(deployment, field)
            .map(entry -> new SpecFieldWriter(String.valueOf(entry.getManager()), time(entry)))
            .max(BY_TIME);
  }

  /** Whether any manager owns the field: an API server's default has no owner. */
  public static boolean isOwned(Deployment deployment, String field) {
    return owners(deployment, field).findAny().isPresent();
  }

  private static Stream<ManagedFieldsEntry> owners(Deployment deployment, String field) {
    List<ManagedFieldsEntry> entries = deployment.getMetadata().getManagedFields();
    List<String> path = WorkloadKind.of(deployment).specField(field);
    return entries == null
        ? Stream.empty()
        : entries.stream().filter(entry -> holds(entry.getFieldsV1(), path));
  }

  private static boolean holds(@Nullable FieldsV1 fields, List<String> path) {
    Object part = fields == null ? null : fields.getAdditionalProperties().get("f:spec");
    for (String name : path) {
      part = part instanceof Map<?, ?> map ? map.get("f:" + name) : null;
    }
    return part != null;
  }

  private static @Nullable Instant time(ManagedFieldsEntry entry) {
    try {
      return entry.getTime() == null ? null : Instant.parse(entry.getTime());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
