/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.InvalidField;
import io.berth.events.document.Document;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlStreamTest {

  @Test
  void documents_areReadOneAfterTheOther_withoutTheEmptyOnes() {
    assertThat(json("# none\n---\n---\na: 1\n...\n---\n# why\n--- \nb: [2]\n---\n"))
        .containsExactly("{\"a\":1}", "{\"b\":[2]}");
  }

  @Test
  void byteOrderMarkAndWindowsLines_areNoFault() {
    assertThat(json("\ufeffa: 1\r\n---\r\nb: 2\r\n")).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void anchors_areThoseOfTheirDocument() {
    List<Document> read = read("a: &v 1\nb: *v\n---\nc: *v\n");

    assertThat(read.getFirst().root().json()).isEqualTo("{\"a\":1,\"b\":1}");
    assertThat(read.getLast().root()).isNull();
    assertThat(read.getLast().faults()).hasSize(1);
  }

  @Test
  void mergeKey_isAFieldOfItsOwn() {
    assertThat(json("base: &x {a: 1}\nnext: {<<: *x, b: 2}"))
        .containsExactly("{\"base\":{\"a\":1},\"next\":{\"<<\":{\"a\":1},\"b\":2}}");
  }

  @Test
  void fault_isToldWithItsLineInTheFile_andTheNextDocumentIsRead() {
    List<Document> read = read("a: 1\n---\nb: 1\nb: 2\n---\nc: 3\n");

    assertThat(read.get(1).faults())
        .extracting(InvalidField::line, InvalidField::column)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(4, 1));
    assertThat(read.getLast().root().json()).isEqualTo("{\"c\":3}");
  }

  @Test
  void faultOfSyntax_endsTheStream() {
    List<Document> read = read("a: 1\n---\nb: {{ .Values.x }}\n---\nc: }\n---\nd: 1\n");

    assertThat(read.getLast().root()).isNull();
    assertThat(read.getLast().faults()).isNotEmpty();
  }

  private static List<String> json(String yaml) {
    return read(yaml).stream()
        .peek(document -> assertThat(document.faults()).isEmpty())
        .map(document -> document.root().json())
        .toList();
  }

  private static List<Document> read(String yaml) {
    return YamlStream.read(yaml.getBytes(UTF_8));
  }
}
