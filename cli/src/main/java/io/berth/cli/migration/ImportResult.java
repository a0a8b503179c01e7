/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.ReportEntry;
import io.berth.events.InvalidField;
import java.util.List;

/**
 * What came of an import.
 *
 * @param applications in the order of the source
 * @param report what became of every field of the source
 * @param faults values of the source that are not what their system wants there; with any of them
 *     the applications are not to be relied on
 */
public record ImportResult(
    List<ImportedApplication> applications, List<ReportEntry> report, List<Fault> faults) {

  /** A fault, and the file that it stands in. */
  public record Fault(String file, InvalidField field) {}

  /** Whether something was not taken, or must still be written. */
  public boolean isOpen() {
    return report.stream().anyMatch(entry -> entry.outcome().isOpen());
  }
}
