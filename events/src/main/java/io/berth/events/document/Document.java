/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.document;

import io.berth.events.InvalidField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that was read, with every fault that shows without knowing what it is for.
 *
 * @param root its value; null where it could not be read to its end
 * @param faults what is wrong, each with its place; empty where nothing is
 */
public record Document(@Nullable Node root, List<InvalidField> faults) {

  public Document {
    faults = List.copyOf(faults);
  }

  /** The same faults, and another value in the place of this one's. */
  public Document with(Node value) {
    return new Document(value, faults);
  }

  /** What is not even read. */
  public static Document tooLarge(long bytes) {
    return new Document(
        null,
        List.of(
            new InvalidField(
                "", bytes + " bytes", "at most " + DocumentBuilder.MOST_BYTES + " bytes")));
  }
}
