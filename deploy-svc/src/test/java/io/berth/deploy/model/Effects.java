/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.manifest.Annotations;
import io.berth.events.AppRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What Berth's commands did to the cluster, from every write that took effect. */
final class Effects {

  private final List<ObjectWrite> writes;

  Effects(World world) {
    this.writes =
        world.objects().writes().stream().filter(write -> write.writer().isBerth()).toList();
  }

  List<ObjectWrite> writes() {
    return writes;
  }

  /** Berth's writes of an object of the application. */
  List<ObjectWrite> of(String kind, AppRef app) {
    ObjectKey key = new ObjectKey(kind, app.namespace(), app.name());
    return writes.stream().filter(write -> write.key().equals(key)).toList();
  }

  /** The commands that wrote the object, each once for each uninterrupted run of writes. */
  List<String> commandsOf(String kind, AppRef app) {
    List<String> ids = new ArrayList<>();
    for (ObjectWrite write : of(kind, app)) {
      String id = write.annotation(Annotations.COMMAND_ID);
      if (id != null && (ids.isEmpty() || !ids.getLast().equals(id))) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Whether the application's Deployment was written or deleted by the command. */
  boolean has(String id, AppRef app) {
    return of("Deployment", app).stream().anyMatch(write -> isBy(id, write));
  }

  /**
   * Whether a Remove deleted anything of the application: what a finalizer holds is not deleted
   * again by the next one.
   */
  boolean hasDeletion(AppRef app) {
    return writes.stream()
        .filter(write -> app.toString().equals(write.writer().app()))
        .anyMatch(write -> write.after() == null || HeldObjects.isTerminating(write.after()));
  }

  private boolean isBy(String id, ObjectWrite write) {
    return id.equals(write.annotation(Annotations.COMMAND_ID))
        || id.equals(write.annotation(Annotations.PROMOTED_BY))
        || (id.equals(write.writer().commandId()) && (write.isDelete() || namesACommand(write)));
  }

  /** What writes the scaler's part of a Deployment names none. */
  private static boolean namesACommand(ObjectWrite write) {
    return write.annotation(Annotations.COMMAND_ID) != null;
  }

  /**
   * Whether a paused instance created the application anew after another one had removed it.
   * Nothing is left there that could fence it off: a limit.
   */
  boolean isResurrected(AppRef app) {
    boolean removed = false;
    for (ObjectWrite write : writes) {
      if (app.toString().equals(write.writer().app())) {
        removed |= write.isDelete();
        if (removed && write.before() == null && write.writer().stale()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all that the command did was done by an instance that another one had relieved. */
  boolean isStale(String id, AppRef app) {
    return of("Deployment", app).stream()
        .filter(write -> isBy(id, write))
        .allMatch(write -> write.writer().stale());
  }

  /** Anything that was written while the command was handled, except the namespace. */
  List<ObjectWrite> handling(String id) {
    return writes.stream()
        .filter(write -> id.equals(write.writer().commandId()))
        .filter(write -> !write.key().kind().equals("Namespace"))
        .toList();
  }

  /** How many releases the command created. */
  long releases(String id) {
    return writes.stream()
        .filter(write -> write.key().kind().equals("ControllerRevision"))
        .filter(write -> write.before() == null)
        .filter(write -> Objects.equals(id, write.annotation(Annotations.COMMAND_ID)))
        .count();
  }
}
