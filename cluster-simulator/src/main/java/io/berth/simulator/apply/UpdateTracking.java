/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import io.berth.simulator.store.JsonTrees;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps managed fields true through creates, updates and patches that are no apply. */
public final class UpdateTracking {

  private UpdateTracking() {}

  /**
   * Gives the writer what it changed and takes from everybody what is gone or changed.
   *
   * @param before null for a creation
   * @param after changed in place
   */
  public static void track(
      @Nullable ObjectNode before, ObjectNode after, FieldManager writer, boolean hasStatus) {
    ManagedFields fields = ManagedFields.of(after); // an update may change who owns what
    ObjectNode old = before == null ? JsonTrees.object() : before;
    FieldSet now = FieldSet.of(ManagedFields.ownable(after, writer.subresource(), hasStatus));
    ManagedFieldsEntry mine = fields.find(writer, "Update");
    FieldSet owned = mine == null ? new FieldSet() : FieldSet.parse(mine.fields().json());
    for (ManagedFieldsEntry manager : fields.all()) {
      removeOwnership(manager, manager.fields().paths(), old, after);
    }
    owned.paths().stream().filter(p -> isGone(after, p)).forEach(owned::remove);
    now.paths().stream().filter(p -> !p.isEmpty() && isNew(old, after, p)).forEach(owned::add);
    fields.dropEmpty();
    fields.set(writer, "Update", JsonTrees.text(after, "apiVersion"), owned);
    fields.writeTo(after);
  }

  private static void removeOwnership(
      ManagedFieldsEntry manager, List<List<String>> paths, JsonNode old, JsonNode after) {
    for (List<String> path : paths) {
      boolean item = !path.getLast().startsWith("f:");
      if (isGone(after, path) || (!item && isNew(old, after, path))) {
        manager.fields().remove(path);
      }
    }
  }

  private static boolean isGone(JsonNode after, List<String> path) {
    return FieldPaths.find(after, path).isMissingNode();
  }

  /** A leaf that has another value, or an item that was not there. */
  private static boolean isNew(JsonNode old, JsonNode after, List<String> path) {
    JsonNode was = FieldPaths.find(old, path);
    boolean item = !path.getLast().startsWith("f:");
    return item ? was.isMissingNode() : !was.equals(FieldPaths.find(after, path));
  }
}
