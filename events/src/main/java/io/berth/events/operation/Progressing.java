/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/**
 * The roll-out advanced, or waits for something.
 *
 * @param ref which command, on what, where, when
 * @param progress the counts now
 * @param waitingFor what has to happen before it goes on, in words; null where nothing has to
 */
public record Progressing(OperationRef ref, Progress progress, @Nullable String waitingFor)
    implements Operation {
  public Progressing {
    Check.that().present("ref", ref).present("progress", progress).orThrow();
  }

  /** It goes on by itself. */
  public Progressing(OperationRef ref, Progress progress) {
    this(ref, progress, null);
  }
}
