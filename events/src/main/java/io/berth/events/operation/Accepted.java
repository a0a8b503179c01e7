/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command violates no rule and will be applied.
 *
 * @param ref which command, on what, where, when
 * @param release the release it makes, where it makes one
 * @param diff what will change in the cluster, by a server-side dry run
 * @param notes what the reader should know, such as what this cluster cannot do
 */
public record Accepted(
    OperationRef ref, @Nullable Long release, List<Change> diff, List<String> notes)
    implements Operation {
  public Accepted {
    Check.that().present("ref", ref).present("diff", diff).orThrow();
    diff = Check.listOrEmpty(diff);
    notes = Check.listOrEmpty(notes);
  }
}
