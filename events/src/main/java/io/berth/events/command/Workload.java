/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What runs an application's pods, where it is not a Deployment. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = Workload.Stateful.class, name = "STATEFUL"))
public sealed interface Workload {

  /** Its kind, as people name it. */
  Kind kind();

  /**
   * A StatefulSet: pods with numbers, which keep their names and their claims.
   *
   * @param podManagement whether the pods start and end one after another; ORDERED if left out
   */
  record Stateful(@Nullable PodManagement podManagement) implements Workload {
    public Stateful {
      podManagement = podManagement == PodManagement.ORDERED ? null : podManagement;
    }

    public PodManagement podManagementOrDefault() {
      return podManagement == null ? PodManagement.ORDERED : podManagement;
    }

    @Override
    public Kind kind() {
      return Kind.STATEFUL;
    }
  }

  /** How pods with numbers start and end; a roll-out replaces them one after another either way. */
  enum PodManagement {
    ORDERED,
    PARALLEL
  }

  /** The kind of an application. */
  enum Kind {
    DEPLOYMENT,
    STATEFUL
  }
}
