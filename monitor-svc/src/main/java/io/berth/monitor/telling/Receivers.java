/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.telling;

import java.util.List;

/**
 * All who are told.
 *
 * @param all in any order; empty where nobody is told
 */
public record Receivers(List<Receiver> all) {

  public Receivers {
    all = List.copyOf(all);
  }

  /** Their names. */
  public List<String> names() {
    return all.stream().map(Receiver::name).toList();
  }
}
