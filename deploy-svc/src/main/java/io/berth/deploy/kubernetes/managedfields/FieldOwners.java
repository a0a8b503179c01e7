/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.managedfields;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries of {@code metadata.managedFields}: Berth's, and those of other field managers. */
final class FieldOwners {

  private static final String FIELDS = "fieldsV1";

  private final String apiVersion;
  private final List<Map<String, Object>> entries;

  private FieldOwners(String apiVersion, List<Map<String, Object>> entries) {
    this.apiVersion = apiVersion;
    this.entries = entries;
  }

  static FieldOwners of(Map<?, ?> live) {
    return new FieldOwners(
        String.valueOf(live.get("apiVersion")),
        JsonTree.list(JsonTree.map(live.get("metadata")).get("managedFields")).stream()
            .map(entry -> JsonTree.copy(JsonTree.map(entry)))
            .toList());
  }

  /** Whether anybody else wrote it, apart from its status. */
  static boolean hasOtherWriter(HasMetadata live) {
    List<ManagedFieldsEntry> entries = live.getMetadata().getManagedFields();
    return entries != null
        && entries.stream()
            .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
            .anyMatch(entry -> !isBerths(entry.getManager(), entry.getOperation()));
  }

  private static boolean isBerths(@Nullable Object manager, @Nullable Object operation) {
    return "Apply".equals(operation)
        && (Annotations.DEPLOYER.equals(manager) || Annotations.SCALER.equals(manager));
  }

  private static boolean isDeployers(Map<?, ?> entry) {
    return Annotations.DEPLOYER.equals(entry.get("manager"))
        && "Apply".equals(entry.get("operation"));
  }

  /** The fields that Berth's last apply set. */
  Map<?, ?> deployers() {
    return entries.stream()
        .filter(FieldOwners::isDeployers)
        .map(entry -> JsonTree.map(entry.get(FIELDS)))
        .findFirst()
        .orElse(Map.of());
  }

  /** The managers beside Berth that own a field, or anything below it. */
  List<String> others(List<String> steps) {
    return foreign()
        .filter(entry -> FieldSet.find(JsonTree.map(entry.get(FIELDS)), steps) != null)
        .map(entry -> String.valueOf(entry.get("manager")))
        .distinct()
        .toList();
  }

  private Stream<Map<String, Object>> foreign() {
    return entries.stream()
        .filter(entry -> !isBerths(entry.get("manager"), entry.get("operation")))
        .filter(entry -> !entry.containsKey("subresource"));
  }

  /** The entries once Berth alone owns these fields. */
  List<Map<String, Object>> taking(List<List<String>> fields) {
    Map<String, Object> deployers =
        entries.stream().filter(FieldOwners::isDeployers).findFirst().orElseGet(this::noFields);
    Map<String, Object> own = fieldsOf(deployers);
    for (List<String> field : fields) {
      FieldSet.add(own, field, Map.of());
      foreign().map(FieldOwners::fieldsOf).forEach(theirs -> FieldSet.move(theirs, own, field));
    }
    List<Map<String, Object>> left =
        new ArrayList<>(
            entries.stream()
                .filter(entry -> !isDeployers(entry))
                .filter(entry -> !JsonTree.map(entry.get(FIELDS)).isEmpty())
                .toList());
    left.add(deployers);
    return left;
  }

  private Map<String, Object> noFields() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("manager", Annotations.DEPLOYER);
    entry.put("operation", "Apply");
    entry.put("apiVersion", apiVersion);
    entry.put("fieldsType", "FieldsV1");
    return entry;
  }

  private static Map<String, Object> fieldsOf(Map<String, Object> entry) {
    return JsonTree.object(entry.computeIfAbsent(FIELDS, _ -> new LinkedHashMap<>()));
  }
}
