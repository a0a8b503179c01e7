/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.migration.mapping.ConversionOutcome;
import io.berth.cli.migration.mapping.Report;
import io.berth.cli.migration.mapping.ReportEntry;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of a source is lost in silence, whatever it holds. */
class ReportCompletenessTest {

  private static final int PLANTED = Integer.getInteger("berth.import.planted", 40);
  private static final Set<ConversionOutcome> OF_ALL_BELOW =
      Set.of(ConversionOutcome.IGNORED, ConversionOutcome.NOT_TAKEN, ConversionOutcome.TO_DO);

  static Stream<String> sources() throws IOException {
    return Stream.concat(
        KnownManifestsTest.names(), Stream.of("../compose/shop", "../score/checkout"));
  }

  /** A place in a document, and a value that is to be there. */
  private record Edit(String path, Node value, boolean isNew) {}

  @ParameterizedTest
  @MethodSource("sources")
  void plantedField_isInTheFileOrInTheReport(String name) throws IOException {
    List<Import.SourceDocument> documents = documents(name);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < PLANTED; i++) {
      int which = random.nextInt(documents.size());
      List<Edit> places = new ArrayList<>();
      objects("", documents.get(which).root(), places);
      Edit place = places.get(random.nextInt(places.size()));
      String planted = "planted-" + i;
      String line = planted + ": value-" + i;

      ImportResult result = result(documents, which, place, planted);

      String path = inObject(Report.path(place.path(), planted));
      boolean isInFile =
          result.applications().stream().anyMatch(application -> application.yaml().contains(line));
      boolean isReported = result.report().stream().anyMatch(entry -> covers(entry, path));
      assertThat(isInFile || isReported || isFault(result, path))
          .as("%s of document %d of %s", path, which, name)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void valueOfAnotherType_isRefusedOrReported_andNeverBreaksTheImport(String name)
      throws IOException {
    List<Import.SourceDocument> documents = documents(name);
    Random random = new Random(name.hashCode() + 1L);
    Position at = new Position(7, 3);
    List<Node> values =
        List.of(
            new Node.Text("text", at),
            new Node.Text("", at),
            new Node.Numeric("-1.5", at),
            new Node.Numeric("99999999999999999999", at),
            new Node.Bool(true, at),
            new Node.Null(at),
            new Node.Ambiguous("yes", Node.Ambiguous.Meaning.BOOLEAN, at),
            new Node.Items(List.of(), at),
            new Node.Items(List.of(new Node.Null(at)), at),
            new Node.Fields(Map.of(), at));
    for (int i = 0; i < PLANTED; i++) {
      int which = random.nextInt(documents.size());
      List<Edit> places = new ArrayList<>();
      values("", documents.get(which).root(), places);
      Edit place = places.get(random.nextInt(places.size()));
      Node value = values.get(random.nextInt(values.size()));
      List<Import.SourceDocument> edited = new ArrayList<>(documents);
      Node root = with(documents.get(which).root(), "", new Edit(place.path(), value, false));
      edited.set(which, new Import.SourceDocument(name, (Node.Fields) root));

      ImportResult result = Import.of(edited, new Import.Options("shop", false));

      boolean isTold =
          !result.faults().isEmpty()
              || result.report().stream().anyMatch(entry -> covers(entry, inObject(place.path())))
              || place.path().equals("items")
              || value instanceof Node.Fields
              || value instanceof Node.Items;
      assertThat(isTold).as("%s = %s of %s", place.path(), value.json(), name).isTrue();
    }
  }

  private static ImportResult result(
      List<Import.SourceDocument> documents, int which, Edit place, String planted) {
    Position at = new Position(7, 3);
    Node value = new Node.Text(planted.replace("planted", "value"), at);
    Node.Fields before = (Node.Fields) place.value();
    Edit edit = new Edit(place.path(), before.with(planted, value), true);
    List<Import.SourceDocument> edited = new ArrayList<>(documents);
    edited.set(
        which,
        new Import.SourceDocument(
            documents.get(which).file(),
            (Node.Fields) with(documents.get(which).root(), "", edit)));
    return Import.of(edited, new Import.Options("shop", false));
  }

  /** A service of a Compose file is an object of its own in the report. */
  private static String inObject(String path) {
    return path.replaceAll("\\['<<'](\\[[0-9]+])?", "")
        .replaceFirst("^services[.](web|mail_hog)[.]", "");
  }

  private static boolean covers(ReportEntry entry, String path) {
    String outer = entry.path();
    boolean isAround =
        outer.isEmpty()
            || path.startsWith(outer)
                && (path.length() == outer.length()
                    || ".[".indexOf(path.charAt(outer.length())) >= 0);
    return path.equals(outer) && !outer.isEmpty()
        || isAround && OF_ALL_BELOW.contains(entry.outcome()) && !entry.found().equals("nothing");
  }

  private static boolean isFault(ImportResult result, String path) {
    return result.faults().stream().anyMatch(fault -> path.startsWith(fault.field().field()));
  }

  /** Each object as a document of its own. */
  private static List<Import.SourceDocument> documents(String name) throws IOException {
    List<Import.SourceDocument> documents = new ArrayList<>();
    SourceFiles.read(Path.of("src/test/resources/import", name + ".yaml"))
        .documents()
        .forEach(
            document ->
                SourceObjects.collect(
                    document,
                    object ->
                        documents.add(new Import.SourceDocument(object.file(), object.root()))));
    return documents;
  }

  private static void objects(String path, Node node, List<Edit> into) {
    values(path, node, into);
    into.add(new Edit(path, node, true));
    into.removeIf(edit -> !(edit.value() instanceof Node.Fields));
  }

  private static void values(String path, Node node, List<Edit> into) {
    switch (node) {
      case Node.Fields(var fields, Position _) ->
          fields.forEach(
              (name, field) -> {
                String inner = Report.path(path, name);
                into.add(new Edit(inner, field.value(), false));
                values(inner, field.value(), into);
              });
      case Node.Items(List<Node> items, Position _) -> {
        for (int i = 0; i < items.size(); i++) {
          into.add(new Edit(path + "[" + i + "]", items.get(i), false));
          values(path + "[" + i + "]", items.get(i), into);
        }
      }
      default -> {}
    }
  }

  private static Node with(Node node, String path, Edit edit) {
    if (path.equals(edit.path())) {
      return edit.value();
    }
    return switch (node) {
      case Node.Fields(var fields, Position at) -> {
        Map<String, Node.Field> copy = new LinkedHashMap<>();
        fields.forEach(
            (name, field) ->
                copy.put(
                    name,
                    new Node.Field(
                        field.at(), with(field.value(), Report.path(path, name), edit))));
        yield new Node.Fields(copy, at);
      }
      case Node.Items(List<Node> items, Position at) -> {
        List<Node> copy = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          copy.add(with(items.get(i), path + "[" + i + "]", edit));
        }
        yield new Node.Items(copy, at);
      }
      default -> node;
    };
  }
}
