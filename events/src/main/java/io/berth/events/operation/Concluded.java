/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import org.jspecify.annotations.Nullable;

/**
 * The verdict: the last operation of the command in this cluster.
 *
 * @param ref which command, on what, where, when
 * @param verdict how it ended
 * @param release the release that it made, where it made one
 * @param progress the counts at the end
 * @param diagnosis the cause, unless it succeeded
 * @param summary one sentence for people
 * @param supersededBy the newer command that replaced it
 * @param rolledBackBy the rollback of it
 */
public record Concluded(
    OperationRef ref,
    Verdict verdict,
    @Nullable Long release,
    @Nullable Progress progress,
    @Nullable Diagnosis diagnosis,
    String summary,
    @Nullable String supersededBy,
    @Nullable String rolledBackBy)
    implements Operation {
  public Concluded {
    Check.that()
        .present("ref", ref)
        .present("verdict", verdict)
        .text("summary", summary, 4000)
        .orThrow();
  }
}
