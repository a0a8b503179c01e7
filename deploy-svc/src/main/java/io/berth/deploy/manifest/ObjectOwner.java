/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.AppRef;
import io.berth.events.InvalidEventException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a Kubernetes object, by its annotation and never by its name: others choose names
 * too.
 *
 * @param app the application
 * @param track of a parallel Deployment; null for the application's own objects
 */
public record ObjectOwner(AppRef app, @Nullable Track track) {

  /** For the application's own objects. */
  public static ObjectOwner of(AppRef app) {
    return new ObjectOwner(app, null);
  }

  /**
   * The owner that the object names: {@link Annotations#APP}, or its labels where an earlier
   * version wrote it. Labels alone prove nothing, because others copy them: {@code kubectl expose}
   * labels its Service as the Deployment.
   *
   * @return empty where Berth did not create it, or it was created for another namespace
   */
  public static Optional<ObjectOwner> of(HasMetadata object) {
    Map<String, String> annotations = orEmpty(object.getMetadata().getAnnotations());
    String mark = annotations.get(Annotations.APP);
    return (mark == null ? byLabels(object, annotations) : byMark(mark))
        .filter(whose -> whose.app().namespace().equals(object.getMetadata().getNamespace()));
  }

  /** Whether the object names this owner. */
  public boolean owns(HasMetadata object) {
    return Optional.of(this).equals(of(object));
  }

  /** The value of {@link Annotations#APP}: {@code shop/cart}, or {@code shop/cart/canary}. */
  String annotation() {
    return track == null ? app.toString() : app + "/" + track.label();
  }

  private static Optional<ObjectOwner> byMark(String mark) {
    String[] parts = mark.split("/", -1);
    try {
      return switch (parts.length) {
        case 2 -> Optional.of(of(new AppRef(parts[0], parts[1])));
        case 3 ->
            track(parts[2]).map(track -> new ObjectOwner(new AppRef(parts[0], parts[1]), track));
        default -> Optional.empty();
      };
    } catch (InvalidEventException e) {
      return Optional.empty();
    }
  }

  /**
   * A Deployment's selector is immutable, so it identifies the owner where somebody removed the
   * labels.
   */
  private static Optional<ObjectOwner> byLabels(
      HasMetadata object, Map<String, String> annotations) {
    Map<String, String> labels = orEmpty(object.getMetadata().getLabels());
    if (!labels.containsKey(Annotations.MANAGED_BY)
        && annotations.containsKey(Annotations.COMMAND_ID)) {
      labels = selector(object);
    }
    String name = labels.get(Annotations.NAME);
    String track = labels.get(Annotations.TRACK);
    if (name == null
        || !Annotations.BERTH.equals(labels.get(Annotations.MANAGED_BY))
        || !isOfEarlierVersion(object, name, annotations)) {
      return Optional.empty();
    }
    try {
      AppRef app = new AppRef(object.getMetadata().getNamespace(), name);
      return track == null
          ? Optional.of(of(app))
          : track(track).map(known -> new ObjectOwner(app, known));
    } catch (InvalidEventException e) {
      return Optional.empty();
    }
  }

  /** Earlier versions wrote their command on every object except a ConfigMap, which has a hash. */
  private static boolean isOfEarlierVersion(
      HasMetadata object, String app, Map<String, String> annotations) {
    return object instanceof ConfigMap
        ? ConfigFiles.isNameFor(app, object.getMetadata().getName())
        : annotations.containsKey(Annotations.COMMAND_ID);
  }

  private static Optional<Track> track(String word) {
    return Arrays.stream(Track.values()).filter(track -> track.label().equals(word)).findFirst();
  }

  private static Map<String, String> selector(HasMetadata object) {
    LabelSelector selector =
        object instanceof Deployment deployment ? deployment.getSpec().getSelector() : null;
    return selector == null ? Map.of() : orEmpty(selector.getMatchLabels());
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  @Override
  public String toString() {
    return track == null ? "the application " + app : "the " + track.label() + " of " + app;
  }
}
