/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

/** Takes each line of each container elsewhere, as a node agent does; returns at once. */
public interface LogShipping {

  /** For clusters whose logs stay where they are. */
  LogShipping NONE = _ -> {};

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
