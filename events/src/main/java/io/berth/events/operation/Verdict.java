/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

/** How a command ended in a cluster. Every verdict is final. */
public enum Verdict {
  SUCCEEDED,
  FAILED,
  REJECTED,
  TIMED_OUT,
  SUPERSEDED,
  ROLLED_BACK,
  /** The gateway's own word for a cluster that said nothing before the deadline. */
  UNREACHABLE
}
