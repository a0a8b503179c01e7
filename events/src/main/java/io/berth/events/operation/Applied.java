/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

import io.berth.events.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects are written.
 *
 * @param ref which command, on what, where, when
 * @param release the release that they carry, where there is one
 * @param objects what was written, as kind/name
 */
public record Applied(OperationRef ref, @Nullable Long release, List<String> objects)
    implements Operation {
  public Applied {
    Check.that().present("ref", ref).present("objects", objects).orThrow();
    objects = Check.listOrEmpty(objects);
  }
}
