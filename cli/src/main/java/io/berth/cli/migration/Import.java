/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import io.berth.cli.migration.compose.ComposeProject;
import io.berth.cli.migration.kubernetes.KubernetesManifests;
import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.Report;
import io.berth.cli.migration.mapping.SourceObject;
import io.berth.cli.migration.score.ScoreWorkload;
import io.berth.events.document.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns descriptions of applications that were written for other systems into files for {@code
 * berth deploy}. Pure: documents in, files and a report out.
 */
public final class Import {

  /**
   * What the user says beside the source.
   *
   * @param namespace of every application, in place of what the source says; null to keep that
   * @param keepReplicas whether fewer than 3 replicas are kept, for namespaces that are not
   *     production
   */
  public record Options(@Nullable String namespace, boolean keepReplicas) {}

  /** A document of the source. */
  public record SourceDocument(String file, Node.Fields root) {}

  private final Options options;
  private final Report report = new Report();

  private Import(Options options) {
    this.options = options;
  }

  /** Turns the documents into applications. */
  public static ImportResult of(List<SourceDocument> documents, Options options) {
    return new Import(options).run(documents);
  }

  private ImportResult run(List<SourceDocument> documents) {
    List<SourceObject> objects = new ArrayList<>();
    ComposeProject compose =
        new ComposeProject(report, options.namespace(), options.keepReplicas());
    List<ImportedApplication> applications = new ArrayList<>();
    for (SourceDocument document : documents) {
      if (ComposeProject.is(document.root())) {
        applications.addAll(compose.read(document.file(), document.root()));
      } else if (ScoreWorkload.is(document.root())) {
        applications.add(
            ScoreWorkload.read(
                document.file(),
                document.root(),
                report,
                options.namespace(),
                options.keepReplicas()));
      } else {
        SourceObjects.collect(document, objects::add);
      }
    }
    applications.addAll(
        new KubernetesManifests(report, options.namespace(), options.keepReplicas()).read(objects));
    applications.forEach(application -> Validation.check(application, report));
    return new ImportResult(
        applications,
        report.complete(),
        report.faults().stream()
            .map(fault -> new ImportResult.Fault(fault.file(), fault.field()))
            .toList());
  }
}
