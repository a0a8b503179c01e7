/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

/**
 * How a write is meant.
 *
 * @param manager the field manager; empty for the cluster's own controllers, whose writes are not
 *     tracked
 * @param dryRun whether nothing shall be stored
 * @param force whether an apply takes fields from other managers
 */
public record WriteOptions(String manager, boolean dryRun, boolean force) {

  /** For the cluster's own controllers. */
  public static final WriteOptions INTERNAL = new WriteOptions("", false, false);
}
