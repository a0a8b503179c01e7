/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;

/**
 * The roll-out moved.
 *
 * @param ref which command, on what, where, when
 * @param progress the counts now
 */
public record Progressing(OperationRef ref, Progress progress) implements Operation {
  public Progressing {
    Check.that().present("ref", ref).present("progress", progress).orThrow();
  }
}
