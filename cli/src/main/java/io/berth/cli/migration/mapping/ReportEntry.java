/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import io.berth.events.document.Position;

/**
 * What became of one field of the source, or of all fields below it.
 *
 * @param object the object by kind and name, such as {@code Deployment shop/cart}
 * @param path of the field in the object; empty for the whole object
 * @param file where the object is from
 * @param at the field's place in the file
 * @param found its value, if it is short and cannot be a secret; what kind of value it is otherwise
 * @param outcome what became of it
 * @param target the field of the Berth file; empty where there is none
 * @param reason why, as a sentence
 * @param advice what to do; empty where there is nothing to do
 */
public record ReportEntry(
    String object,
    String path,
    String file,
    Position at,
    String found,
    ConversionOutcome outcome,
    String target,
    String reason,
    String advice) {}
