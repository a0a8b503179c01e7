/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What differs between two shapes of an object, in what people care about. */
final class Diff {

  private static final Set<String> NOISE =
      Set.of(
          "status",
          "metadata.managedFields",
          "metadata.resourceVersion",
          "metadata.generation",
          "metadata.uid",
          "metadata.creationTimestamp",
          "metadata.selfLink",
          "metadata.annotations");

  private static final int MOST = 100;

  /** What an environment variable holds may be nobody's business. */
  private static final Pattern ENV_VALUE = Pattern.compile("\\.env\\[\\d+]\\.value$");

  private final List<Change> changes = new ArrayList<>();
  private final String object;

  private Diff(String object) {
    this.object = object;
  }

  static List<Change> between(
      @Nullable HasMetadata before, HasMetadata after, KubernetesSerialization json) {
    String object = after.getKind() + "/" + after.getMetadata().getName();
    if (before == null) {
      return List.of(new Change(object, "", null, "made"));
    }
    Diff diff = new Diff(object);
    diff.walk("", json.convertValue(before, Map.class), json.convertValue(after, Map.class));
    return List.copyOf(diff.changes);
  }

  private void walk(String path, @Nullable Object before, @Nullable Object after) {
    if (NOISE.contains(path) || changes.size() >= MOST) {
      return;
    }
    if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is) {
      Set<String> names = new TreeSet<>();
      was.keySet().forEach(name -> names.add(String.valueOf(name)));
      is.keySet().forEach(name -> names.add(String.valueOf(name)));
      names.forEach(
          name -> walk(path.isEmpty() ? name : path + "." + name, was.get(name), is.get(name)));
    } else if (before instanceof List<?> was && after instanceof List<?> is) {
      for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
        walk(path + "[" + i + "]", at(was, i), at(is, i));
      }
    } else if (before == null ? after != null : !before.equals(after)) {
      boolean hidden = ENV_VALUE.matcher(path).find();
      changes.add(
          new Change(
              object,
              path,
              hidden ? hidden(before) : text(before),
              hidden ? hidden(after) : text(after)));
    }
  }

  private static @Nullable Object at(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  private static @Nullable String hidden(@Nullable Object value) {
    return value == null ? null : "(not shown)";
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = value.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
