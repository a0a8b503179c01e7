/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import io.berth.events.InvalidField;
import io.berth.events.document.Document;
import io.berth.events.document.DocumentBuilder;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import io.berth.yaml.YamlStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of an import: one, standard input, or those of a folder and the folders in it. */
public final class SourceFiles {

  /** What was read of all files. */
  public record Contents(List<Import.SourceDocument> documents, List<ImportResult.Fault> faults) {}

  /** A file or folder that cannot be imported as it is, and what to do. */
  public static final class UnusableSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private UnusableSourceException(String message) {
      super(message);
    }
  }

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "\\{\\{-?\\s*(\\.(Values|Release|Chart|Capabilities|Files)\\b|(include|template|toYaml|tpl"
              + "|if|range|with|define|end|else)\\b)");

  /** What a chart's templates refer to. */
  private static final Pattern VALUES =
      Pattern.compile("\\{\\{[^}]*(\\.(Values|Release|Chart)\\b|\\binclude\\s+\")");

  /** Kinds whose texts mean nothing to other template languages. */
  private static final Set<String> WITHOUT_TEMPLATES = Set.of("Deployment", "Service");

  /** Kinds of which a fault matters; of others nothing is taken anyway. */
  private static final Set<String> READ =
      Set.of("", "List", "Deployment", "Service", "ConfigMap", "HorizontalPodAutoscaler");

  private final List<Import.SourceDocument> documents = new ArrayList<>();
  private final Set<ImportResult.Fault> faults = new LinkedHashSet<>();

  private SourceFiles() {}

  /** Reads standard input. */
  public static Contents read(InputStream in) throws IOException {
    SourceFiles files = new SourceFiles();
    files.add("standard input", in.readNBytes(DocumentBuilder.MOST_BYTES + 1));
    return files.contents();
  }

  /** Reads a file or a folder. */
  public static Contents read(Path path) throws IOException {
    SourceFiles files = new SourceFiles();
    if (Files.isDirectory(path)) {
      files.folder(path);
    } else {
      files.file(path);
    }
    return files.contents();
  }

  private Contents contents() {
    return new Contents(List.copyOf(documents), List.copyOf(faults));
  }

  private void folder(Path folder) throws IOException {
    refuseUnrendered(folder);
    List<Path> found;
    try (Stream<Path> below = Files.walk(folder)) {
      found = below.filter(SourceFiles::isManifest).sorted().toList();
    }
    if (found.isEmpty()) {
      throw new UnusableSourceException(
          folder + " has no files that end with .yaml, .yml or .json.");
    }
    for (Path file : found) {
      file(file);
    }
  }

  private static boolean isManifest(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path) && name.matches("[^.].*[.](yaml|yml|json)");
  }

  private static void refuseUnrendered(Path folder) throws IOException {
    if (Files.exists(folder.resolve("Chart.yaml"))) {
      throw new UnusableSourceException(
          folder
              + " is a Helm chart. Render it first, with your values:\n  helm template NAME "
              + folder
              + " -f values.yaml | ./berth import -f -");
    }
    for (String name : List.of("kustomization.yaml", "kustomization.yml", "Kustomization")) {
      if (Files.exists(folder.resolve(name))) {
        throw new UnusableSourceException(
            folder
                + " is a kustomization. Build it first:\n  kubectl kustomize "
                + folder
                + " | ./berth import -f -");
      }
    }
  }

  private void file(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      add(path.toString(), in.readNBytes(DocumentBuilder.MOST_BYTES + 1));
    }
  }

  private void add(String file, byte[] bytes) throws UnusableSourceException {
    for (Document document : YamlStream.read(bytes)) {
      if (document.root() instanceof Node.Fields root) {
        if (WITHOUT_TEMPLATES.contains(kind(root)) && holdsTemplate(root)) {
          throw template(file);
        }
        documents.add(new Import.SourceDocument(file, root));
        addFaults(file, bytes, document.faults(), READ.contains(kind(root)));
      } else if (document.root() == null) {
        addFaults(file, bytes, document.faults(), true);
      } else {
        InvalidField fault = new InvalidField("", document.root().kind(), "an object");
        Position at = document.root().at();
        faults.add(new ImportResult.Fault(file, fault.at(at.line(), at.column())));
      }
    }
  }

  private void addFaults(String file, byte[] bytes, List<InvalidField> found, boolean matter)
      throws UnusableSourceException {
    if (!matter || found.isEmpty()) {
      return;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (TEMPLATE.matcher(text).find()) {
      throw template(file);
    }
    found.forEach(fault -> faults.add(new ImportResult.Fault(file, fault)));
  }

  private static boolean holdsTemplate(Node node) {
    return switch (node) {
      case Node.Text(String value, Position _) -> VALUES.matcher(value).find();
      case Node.Fields(var fields, Position _) ->
          fields.values().stream().anyMatch(field -> holdsTemplate(field.value()));
      case Node.Items(List<Node> items, Position _) ->
          items.stream().anyMatch(SourceFiles::holdsTemplate);
      default -> false;
    };
  }

  private static UnusableSourceException template(String file) {
    return new UnusableSourceException(
        file
            + " is a template of a Helm chart. Render the chart first, with your values:\n"
            + "  helm template NAME CHART -f values.yaml | ./berth import -f -");
  }

  private static String kind(Node.Fields root) {
    return root.get("kind") instanceof Node.Text(String value, Position _) ? value : "";
  }
}
