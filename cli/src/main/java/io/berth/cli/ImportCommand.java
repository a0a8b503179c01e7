/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli;

import io.berth.cli.gateway.CliException;
import io.berth.cli.gateway.ExitCode;
import io.berth.cli.migration.Import;
import io.berth.cli.migration.ImportResult;
import io.berth.cli.migration.ReportText;
import io.berth.cli.migration.SourceFiles;
import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.terminal.EscapedText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Turns what was written for other systems into files for {@code berth deploy}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Turn Kubernetes manifests, Compose files and Score files into files for 'berth deploy'.",
      "The files go to standard output, and what became of every field to standard error. Nothing"
          + " is sent."
    },
    footer = {
      "",
      "Exit codes: 0 everything was taken, 1 something was not taken or must still be written, 2"
          + " wrong usage, 3 the source has faults.",
      "",
      "Examples:",
      "  berth import -f deployment.yaml -n shop > cart.yaml",
      "  berth import -f compose.yaml -n shop -d berth/",
      "  helm template cart ./chart | berth import -f - -n shop -d berth/",
      "  kubectl -n shop get deployments,services,configmaps -o yaml | berth import -f -"
    })
final class ImportCommand implements Callable<Integer> {

  private static final JsonMapper PRETTY =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .build();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|FOLDER",
      description = "What to import, YAML or JSON; - for standard input.")
  private Path file = Path.of("-");

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of the applications, in place of what the source says.")
  private @Nullable String namespace;

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description = "Write a file for each application into this folder.")
  private @Nullable Path directory;

  @Option(names = "--force", description = "Overwrite files in that folder.")
  private boolean force;

  @Option(
      names = "--keep-replicas",
      description = "Keep fewer than 3 replicas, for a namespace that is not production.")
  private boolean keepReplicas;

  @Option(
      names = "--all",
      description = "Report every field, also those that were kept or ignored.")
  private boolean all;

  @Option(
      names = {"-o", "--output"},
      description = "Output format: ${COMPLETION-CANDIDATES}.",
      defaultValue = "table")
  private ClientOptions.Format format = ClientOptions.Format.table;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    SourceFiles.Contents contents = contents();
    refuse(contents.faults());
    ImportResult result =
        Import.of(contents.documents(), new Import.Options(namespace, keepReplicas));
    refuse(result.faults());
    refuseWithoutNamespace(result.applications());
    refuseTwins(result.applications());
    if (directory != null) {
      write(result.applications(), directory);
    }
    if (format == ClientOptions.Format.json) {
      print(command.commandLine().getOut(), PRETTY.writeValueAsString(json(result)));
    } else {
      if (directory == null) {
        print(command.commandLine().getOut(), yaml(result.applications()));
      }
      print(command.commandLine().getErr(), ReportText.of(result, all) + next(result));
    }
    return (result.isOpen() || result.applications().isEmpty() ? ExitCode.NOT_DONE : ExitCode.OK)
        .code();
  }

  private SourceFiles.Contents contents() {
    try {
      return file.toString().equals("-") ? SourceFiles.read(System.in) : SourceFiles.read(file);
    } catch (NoSuchFileException _) {
      throw new CliException(ExitCode.USAGE, "There is no file or folder " + file + ".");
    } catch (SourceFiles.UnusableSourceException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
    }
  }

  private static void refuse(List<ImportResult.Fault> faults) {
    if (!faults.isEmpty()) {
      throw new CliException(
          ExitCode.REFUSED,
          faults.stream()
              .map(
                  fault ->
                      "\n  "
                          + fault.file()
                          + ":"
                          + fault.field().line()
                          + ":"
                          + fault.field().column()
                          + ": "
                          + fault.field().withoutPlace())
              .distinct()
              .collect(Collectors.joining("", "The source has faults; nothing was imported.", "")));
    }
  }

  private void refuseWithoutNamespace(List<ImportedApplication> applications) {
    if (applications.stream().anyMatch(application -> application.namespace().isEmpty())) {
      throw new CliException(
          ExitCode.USAGE,
          "The source names no namespace. Add the one that the applications are for: -n NAMESPACE.");
    }
  }

  private static void refuseTwins(List<ImportedApplication> applications) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (ImportedApplication application : applications) {
      String place = application.source() + " of " + application.sourceFile();
      String earlier = sources.put(application.app(), place);
      if (earlier != null) {
        throw new CliException(
            ExitCode.USAGE,
            "%s and %s are both %s. Import them one by one, into different namespaces."
                .formatted(earlier, place, application.app()));
      }
    }
  }

  private static String yaml(List<ImportedApplication> applications) {
    return applications.stream()
        .map(ImportedApplication::yaml)
        .collect(Collectors.joining("---\n"))
        .stripTrailing();
  }

  private void write(List<ImportedApplication> applications, Path folder) {
    Map<Path, String> files = new LinkedHashMap<>();
    for (ImportedApplication application : applications) {
      String stem = stem(application, applications);
      files.put(folder.resolve(stem + ".yaml"), application.yaml());
      if (application.policy() != null) {
        files.put(folder.resolve(stem + "-scaling.yaml"), application.policyYaml());
      }
    }
    for (Path path : files.keySet()) {
      if (!force && Files.exists(path)) {
        throw new CliException(
            ExitCode.USAGE, path + " exists already. Choose another folder, or add --force.");
      }
    }
    try {
      Files.createDirectories(folder);
      for (Map.Entry<Path, String> entry : files.entrySet()) {
        Files.writeString(entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "The files cannot be written to " + folder + ": " + e.getMessage());
    }
  }

  /** The name of its file without the ending; with the namespace where names meet. */
  private static String stem(ImportedApplication application, List<ImportedApplication> all) {
    boolean isAlone =
        all.stream().filter(other -> other.name().equals(application.name())).count() == 1;
    return isAlone ? application.name() : application.namespace() + "-" + application.name();
  }

  private static Map<String, Object> json(ImportResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "applications",
        result.applications().stream()
            .map(
                application -> {
                  Map<String, Object> fields = new LinkedHashMap<>();
                  fields.put("app", application.app());
                  fields.put("source", application.source());
                  fields.put("file", application.document());
                  if (application.policy() != null) {
                    fields.put("policy", application.policy());
                  }
                  return fields;
                })
            .toList());
    json.put("report", result.report());
    return json;
  }

  /** What to run next. */
  private String next(ImportResult result) {
    if (result.applications().isEmpty()) {
      return "\n\nNothing here is an application: Berth runs Deployments and services of Compose files.";
    }
    if (directory == null) {
      return result.applications().size() == 1
          ? ""
          : "\n\nA deploy takes one application: import with -d DIR to get a file for each.";
    }
    String commands =
        result.applications().stream()
            .map(
                application ->
                    "\n  ./berth deploy -f "
                        + directory.resolve(stem(application, result.applications()) + ".yaml")
                        + " --dry-run --wait"
                        + (application.policy() == null
                            ? ""
                            : "\n  ./berth policy set -f "
                                + directory.resolve(
                                    stem(application, result.applications()) + "-scaling.yaml")))
            .collect(Collectors.joining());
    return "\n\nNext:" + commands;
  }

  private static void print(PrintWriter to, String text) {
    to.println(EscapedText.of(text));
    to.flush();
  }
}
