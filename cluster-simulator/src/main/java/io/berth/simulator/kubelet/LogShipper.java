/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

/** Ships the log lines of containers, as a node agent does; does not block. */
public interface LogShipper {

  /** For clusters whose logs stay where they are. */
  LogShipper NONE = _ -> {};

  /** A line and where it was written. */
  record PodLine(
      String namespace,
      String pod,
      String podUid,
      String container,
      String node,
      LogBuffer.Line line) {}

  void ship(PodLine line);
}
