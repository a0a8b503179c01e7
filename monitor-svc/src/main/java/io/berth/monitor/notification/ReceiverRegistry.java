/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.notification;

import java.util.List;
import java.util.Optional;

/**
 * All receivers.
 *
 * @param all in any order; may be empty
 */
public record ReceiverRegistry(List<Receiver> all) {

  public ReceiverRegistry {
    all = List.copyOf(all);
  }

  /** The receiver of that name; empty where it is not configured any more. */
  public Optional<Receiver> find(String name) {
    return all.stream().filter(receiver -> receiver.name().equals(name)).findFirst();
  }

  /** The receivers' names. */
  public List<String> names() {
    return all.stream().map(Receiver::name).toList();
  }
}
