/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object of an application that was deleted, or that its removal has left.
 *
 * @param object kind/name
 * @param terminating whether it was deleted and is not gone yet
 * @param finalizers that hold it
 * @param writer the field manager that created it again; null where it was not, or nobody says so
 */
public record RemainingObject(
    String object, boolean terminating, List<String> finalizers, @Nullable String writer) {

  /** Kubernetes' own: the object goes when what it owns is gone, or is no longer owned. */
  private static final List<String> GARBAGE_COLLECTORS = List.of("foregroundDeletion", "orphan");

  public RemainingObject(String object, boolean terminating, List<String> finalizers) {
    this(object, terminating, finalizers, null);
  }

  public static RemainingObject of(HasMetadata object) {
    @Nullable List<String> finalizers = object.getMetadata().getFinalizers();
    boolean terminating = object.getMetadata().getDeletionTimestamp() != null;
    return new RemainingObject(
        object.getKind() + "/" + object.getMetadata().getName(),
        terminating,
        finalizers == null ? List.of() : List.copyOf(finalizers),
        terminating || object instanceof Pod ? null : writer(object));
  }

  /** The last one beside Berth that wrote it, and not its status. */
  private static @Nullable String writer(HasMetadata object) {
    @Nullable List<ManagedFieldsEntry> entries = object.getMetadata().getManagedFields();
    return entries == null
        ? null
        : entries.stream()
            .filter(entry -> entry.getSubresource() == null)
            .filter(entry -> entry.getManager() != null)
            .filter(entry -> !Annotations.DEPLOYER.equals(entry.getManager()))
            .filter(entry -> !Annotations.SCALER.equals(entry.getManager()))
            .max(Comparator.comparing(entry -> Objects.requireNonNullElse(entry.getTime(), "")))
            .map(ManagedFieldsEntry::getManager)
            .orElse(null);
  }

  /** Whether somebody created it again after it was deleted. */
  public boolean isRecreated() {
    return !terminating && writer != null;
  }

  /** The finalizers that Kubernetes' garbage collector did not set. */
  List<String> foreignFinalizers() {
    return finalizers.stream().filter(it -> !GARBAGE_COLLECTORS.contains(it)).toList();
  }

  /** After its name, such as {@code is being deleted, held by the finalizer a.example/b}. */
  public String state() {
    if (!terminating) {
      return writer == null
          ? "is there and is not being deleted"
          : "was created again by " + writer;
    }
    List<String> foreign = foreignFinalizers();
    String waits = foreign.size() < finalizers.size() ? ", waits for its dependants" : "";
    return switch (foreign.size()) {
      case 0 -> "is being deleted" + waits;
      case 1 -> "is being deleted" + waits + ", held by the finalizer " + foreign.getFirst();
      default ->
          "is being deleted" + waits + ", held by the finalizers " + String.join(", ", foreign);
    };
  }

  /** The command that removes its finalizers, except those of Kubernetes' garbage collector. */
  public String release(String namespace) {
    String kept =
        finalizers.stream()
            .filter(GARBAGE_COLLECTORS::contains)
            .map(finalizer -> '"' + finalizer + '"')
            .collect(Collectors.joining(","));
    return "kubectl -n "
        + namespace
        + " patch "
        + object.toLowerCase(Locale.ROOT)
        + " --type=merge -p '{\"metadata\":{\"finalizers\":"
        + (kept.isEmpty() ? "null" : "[" + kept + "]")
        + "}}'";
  }
}
