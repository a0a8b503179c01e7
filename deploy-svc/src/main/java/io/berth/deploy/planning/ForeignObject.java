/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object under a name that Berth would write, which belongs to somebody else: it is neither
 * overwritten nor deleted.
 */
public final class ForeignObject {

  private static final int MAX_LENGTH = 200;

  private final HasMetadata object;

  private ForeignObject(HasMetadata object) {
    this.object = object;
  }

  /**
   * Checks whether the existing object may be overwritten.
   *
   * @param wanted as it is to be
   * @param there as it is; null where nothing is
   * @return empty where it may be written
   */
  public static Optional<Violation> violation(HasMetadata wanted, @Nullable HasMetadata there) {
    Optional<ObjectOwner> owner = ObjectOwner.of(wanted);
    return owner.isPresent() ? violation(owner.get(), there) : unmanaged(wanted, there);
  }

  /**
   * @param owner the required owner
   * @param there as it is; null where nothing is
   */
  public static Optional<Violation> violation(ObjectOwner owner, @Nullable HasMetadata there) {
    if (there == null || owner.owns(there)) {
      return Optional.empty();
    }
    ForeignObject foreign = new ForeignObject(there);
    String wanted = "none of that name, or one that Berth made for " + owner;
    return Optional.of(
        ObjectOwner.of(there).isPresent()
            ? foreign.violation(
                "app.name", wanted, "Choose another name, or send it again when that one is gone.")
            : foreign.violation(
                "app.name", wanted, foreign.help("Choose another name for the application")));
  }

  /**
   * Checks whether the existing object may be written: it is neither somebody else's nor being
   * deleted.
   *
   * @param wanted as it is to be
   * @param there as it is; null where nothing is
   * @return empty where it may be written
   */
  public static Optional<Violation> writeViolation(
      HasMetadata wanted, @Nullable HasMetadata there) {
    return violation(wanted, there).or(() -> TerminatingObject.violation(there));
  }

  /**
   * @param owner the required owner
   * @param there as it is; null where nothing is
   */
  public static Optional<Violation> writeViolation(ObjectOwner owner, @Nullable HasMetadata there) {
    return violation(owner, there).or(() -> TerminatingObject.violation(there));
  }

  /** Quota and limit range of a namespace. The namespace itself is shared. */
  private static Optional<Violation> unmanaged(HasMetadata wanted, @Nullable HasMetadata there) {
    if (wanted instanceof Namespace || there == null || isBerths(there) || !isBerths(wanted)) {
      return Optional.empty();
    }
    ForeignObject foreign = new ForeignObject(there);
    return Optional.of(
        foreign.violation(
            "namespace",
            "none of that name, or one that Berth made",
            foreign.help("Have it renamed")));
  }

  private static boolean isBerths(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && Annotations.BERTH.equals(labels.get(Annotations.MANAGED_BY));
  }

  private Violation violation(String field, String wanted, String help) {
    String found =
        name() + " in namespace " + namespace() + ", which belongs to " + truncated(owner());
    return new Violation("object-owner", 1, field, found, wanted, help);
  }

  private String help(String otherwise) {
    return "Berth writes over nothing that it did not make, and does not delete it. "
        + otherwise
        + "; or, where nobody needs it, kubectl -n "
        + namespace()
        + " delete "
        + name().toLowerCase(Locale.ROOT)
        + ", then send this again.";
  }

  /** By the most specific annotation or label. */
  private String owner() {
    return Stream.<Supplier<Optional<String>>>of(
            () -> ObjectOwner.of(object).map(ObjectOwner::toString),
            () -> mark(Annotations.APP).map(app -> "the application " + app + " of Berth"),
            this::controller,
            () ->
                mark("meta.helm.sh/release-name")
                    .map(
                        release ->
                            "the Helm release " + release + in("meta.helm.sh/release-namespace")),
            () ->
                mark("argocd.argoproj.io/tracking-id")
                    .or(() -> mark("argocd.argoproj.io/instance"))
                    .map(app -> "the Argo CD application " + app.split(":", 2)[0]),
            () ->
                mark("kustomize.toolkit.fluxcd.io/name")
                    .map(
                        name ->
                            "the Flux Kustomization "
                                + name
                                + in("kustomize.toolkit.fluxcd.io/namespace")),
            () ->
                mark(Annotations.MANAGED_BY)
                    .filter(by -> !by.equals(Annotations.BERTH)) // a copied label
                    .map(by -> by + ", says its label " + Annotations.MANAGED_BY),
            this::writer)
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("somebody whom nothing on it names");
  }

  private Optional<String> controller() {
    return orEmpty(object.getMetadata().getOwnerReferences()).stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst()
        .map(owner -> owner.getKind() + "/" + owner.getName());
  }

  private Optional<String> writer() {
    return orEmpty(object.getMetadata().getManagedFields()).stream()
        .filter(entry -> entry.getManager() != null && entry.getSubresource() == null)
        .findFirst()
        .map(entry -> "whoever wrote it with " + entry.getManager());
  }

  private String in(String mark) {
    return mark(mark).map(namespace -> " (namespace " + namespace + ")").orElse("");
  }

  private Optional<String> mark(String key) {
    return Stream.of(object.getMetadata().getLabels(), object.getMetadata().getAnnotations())
        .filter(Objects::nonNull)
        .map(annotations -> annotations.get(key))
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private String name() {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  private String namespace() {
    return object.getMetadata().getNamespace();
  }

  private static String truncated(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
