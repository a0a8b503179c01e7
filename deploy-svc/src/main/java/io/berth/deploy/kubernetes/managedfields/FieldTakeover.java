/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.managedfields;

import io.berth.deploy.drift.FieldPath;
import io.berth.deploy.drift.ListKeys;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an application's own object that a server-side apply would leave because another
 * field manager owns them too: what Berth set and sets no longer, and a port that has the name of
 * Berth's under another number, beside which the API server takes none. Berth becomes their only
 * owner, so the apply removes them; what others added beside stays theirs.
 */
public final class FieldTakeover {

  private static final List<String> REPLICAS = List.of("f:spec", "f:replicas");

  /**
   * A field to be taken.
   *
   * @param steps its path as {@code fieldsV1} has it
   * @param managers who owns it too
   */
  private record Field(FieldPath path, List<String> steps, List<String> managers) {}

  private final Map<?, ?> live;
  private final Map<?, ?> wanted;
  private final FieldOwners owners;
  private final List<Field> fields = new ArrayList<>();

  private FieldTakeover(Map<?, ?> wanted, Map<?, ?> live) {
    this.wanted = wanted;
    this.live = live;
    this.owners = FieldOwners.of(live);
  }

  /**
   * @param wanted what is to be applied
   * @param live what is there, of the same application
   * @param applied what Berth applied last, where the object does not say so
   */
  public static FieldTakeover of(
      HasMetadata wanted,
      HasMetadata live,
      KubernetesSerialization json,
      Function<HasMetadata, Optional<HasMetadata>> applied) {
    boolean watched = WorkloadKind.isWorkload(live) || live instanceof Service;
    if (!watched || !FieldOwners.hasOtherWriter(live)) {
      return new FieldTakeover(Map.of(), Map.of());
    }
    FieldTakeover takeover =
        new FieldTakeover(json.convertValue(wanted, Map.class), json.convertValue(live, Map.class));
    Map<?, ?> own = takeover.owners.deployers();
    takeover.findLeft(
        own.isEmpty()
            ? applied
                .apply(live)
                .map(object -> FieldSet.of(json.convertValue(object, Map.class)))
                .orElse(Map.of())
            : own);
    takeover.findTakenNames();
    return takeover;
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** What Berth owns and wants no more. */
  private void findLeft(Map<?, ?> own) {
    for (String part : List.of("annotations", "labels")) {
      left(
          FieldPath.ROOT.field("metadata").field(part),
          List.of("f:metadata", FieldSet.FIELD + part),
          JsonTree.map(JsonTree.map(own.get("f:metadata")).get(FieldSet.FIELD + part)),
          JsonTree.map(wanted.get("metadata")).get(part),
          JsonTree.map(live.get("metadata")).get(part));
    }
    left(
        FieldPath.ROOT.field("spec"),
        List.of("f:spec"),
        JsonTree.map(own.get("f:spec")),
        wanted.get("spec"),
        live.get("spec"));
  }

  private void left(
      FieldPath path,
      List<String> steps,
      Map<?, ?> owned,
      @Nullable Object wantedThere,
      @Nullable Object liveThere) {
    owned.forEach(
        (key, below) -> {
          String step = String.valueOf(key);
          List<String> next = plus(steps, step);
          if (next.equals(REPLICAS)) {
            return; // its owner changes with the scaling policy
          }
          if (step.startsWith(FieldSet.FIELD)) {
            String name = step.substring(FieldSet.FIELD.length());
            left(
                path.field(name),
                next,
                below,
                JsonTree.map(wantedThere).get(name),
                JsonTree.map(liveThere).get(name));
          } else if (step.startsWith(FieldSet.ITEM)) {
            Map<String, Object> keys = keys(step);
            Optional<?> item = ListKeys.find(JsonTree.list(liveThere), keys);
            left(
                path.item(keys),
                next,
                below,
                ListKeys.find(JsonTree.list(wantedThere), keys).orElse(null),
                item.orElse(null));
          }
        });
  }

  private void left(
      FieldPath path,
      List<String> steps,
      @Nullable Object below,
      @Nullable Object wantedThere,
      @Nullable Object liveThere) {
    if (liveThere == null) {
      return;
    }
    if (wantedThere != null) {
      left(path, steps, JsonTree.map(below), wantedThere, liveThere);
      return;
    }
    List<String> others = owners.others(steps);
    if (!others.isEmpty()) {
      fields.add(new Field(path, steps, others));
    }
  }

  /** Ports that have the name of one of Berth's under another number. */
  private void findTakenNames() {
    FieldPath spec = FieldPath.ROOT.field("spec");
    takenNames(
        spec.field("ports"),
        List.of("f:spec", "f:ports"),
        JsonTree.list(JsonTree.map(wanted.get("spec")).get("ports")),
        JsonTree.list(JsonTree.map(live.get("spec")).get("ports")));
    Object pods = JsonTree.map(JsonTree.map(wanted.get("spec")).get("template")).get("spec");
    Object livePods = JsonTree.map(JsonTree.map(live.get("spec")).get("template")).get("spec");
    for (Object container : JsonTree.list(JsonTree.map(pods).get("containers"))) {
      Map<String, Object> keys = ListKeys.of("containers", container);
      ListKeys.find(JsonTree.list(JsonTree.map(livePods).get("containers")), keys)
          .ifPresent(
              there ->
                  takenNames(
                      spec.field("template")
                          .field("spec")
                          .field("containers")
                          .item(keys)
                          .field("ports"),
                      List.of(
                          "f:spec",
                          "f:template",
                          "f:spec",
                          "f:containers",
                          FieldSet.item(keys),
                          "f:ports"),
                      JsonTree.list(JsonTree.map(container).get("ports")),
                      JsonTree.list(JsonTree.map(there).get("ports"))));
    }
  }

  private void takenNames(
      FieldPath path, List<String> steps, List<?> wantedPorts, List<?> livePorts) {
    for (Object port : livePorts) {
      Map<String, Object> keys = ListKeys.of(path.last(), port);
      boolean service = path.steps().size() == 2;
      if (isInTheWay(port, wantedPorts, service) && ListKeys.find(wantedPorts, keys).isEmpty()) {
        take(path.item(keys), plus(steps, FieldSet.item(keys)));
      }
    }
  }

  /** A Service with several ports takes none without a name. */
  private static boolean isInTheWay(Object port, List<?> wantedPorts, boolean service) {
    Object name = JsonTree.map(port).get("name");
    return name == null
        ? service && !wantedPorts.isEmpty()
        : wantedPorts.stream().anyMatch(it -> name.equals(JsonTree.map(it).get("name")));
  }

  /** Unless it is found already, or is Berth's alone: then the apply removes it anyway. */
  private void take(FieldPath path, List<String> steps) {
    List<String> others = owners.others(steps);
    boolean berths = others.isEmpty() && FieldSet.find(owners.deployers(), steps) != null;
    if (!berths && fields.stream().noneMatch(field -> field.steps().equals(steps))) {
      fields.add(new Field(path, steps, others));
    }
  }

  /** A merge patch of {@code managedFields} that makes Berth the only owner; needs the version. */
  public Map<String, Object> patch() {
    return Map.of(
        "metadata",
        Map.of(
            "resourceVersion",
            Objects.requireNonNull(JsonTree.map(live.get("metadata")).get("resourceVersion")),
            "managedFields",
            owners.taking(fields.stream().map(Field::steps).toList())));
  }

  /** The object as it will be, for a dry run: the two steps of the write cannot be tried as one. */
  public Map<String, Object> result() {
    Map<String, Object> result = JsonTree.copy(live);
    fields.forEach(field -> JsonTree.remove(result, field.path()));
    JsonTree.object(result.computeIfAbsent("metadata", _ -> new LinkedHashMap<>()))
        .keySet()
        .removeAll(List.of("managedFields", "resourceVersion"));
    return JsonTree.merge(result, wanted);
  }

  /** The same changes; those that are taken from others say from whom. */
  public List<Change> attributed(List<Change> changes) {
    return changes.stream().map(this::attributed).toList();
  }

  private Change attributed(Change change) {
    return fields.stream()
        .filter(field -> change.field().startsWith(field.path().toString()))
        .filter(field -> !field.managers().isEmpty())
        .findFirst()
        .map(
            field ->
                new Change(
                    change.object(),
                    change.field(),
                    Objects.requireNonNullElse(change.from(), "")
                        + " (also set by "
                        + String.join(", ", field.managers())
                        + ")",
                    change.to()))
        .orElse(change);
  }

  private static Map<String, Object> keys(String step) {
    Map<String, Object> keys = new TreeMap<>();
    JsonTree.map(EventJson.mapper().readValue(step.substring(FieldSet.ITEM.length()), Map.class))
        .forEach((key, value) -> keys.put(String.valueOf(key), value));
    return keys;
  }

  private static List<String> plus(List<String> steps, String step) {
    return Stream.concat(steps.stream(), Stream.of(step)).toList();
  }
}
