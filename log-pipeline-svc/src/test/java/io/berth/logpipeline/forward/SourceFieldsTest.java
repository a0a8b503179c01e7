/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which stream a record belongs to: lines of one stream are joined, so no line may choose it. */
class SourceFieldsTest {

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "kubernetes.docker_id=real container_id=claimed, real",
        "kubernetes.docker_id=real container.id=claimed, real",
        "docker.container_id=real container_id=claimed, real",
        "docker.container_id=real event.id=i-7, real",
        "container_id=c0ffee, c0ffee",
        "container.id=c0ffee event.id=i-7, c0ffee",
        "event.id=i-7, i",
        "event.id=seven, peer/tag",
        "-, peer/tag",
      })
  void stream_isOfTheCollector_inWhateverOrderTheFieldsCome(
      @Nullable String fields, String stream) {
    List<String> each = fields == null ? List.of() : List.of(fields.split(" "));
    assertThat(source(each).stream("tag", "peer")).isEqualTo(stream);
    List<String> backwards = new java.util.ArrayList<>(each);
    Collections.reverse(backwards);
    assertThat(source(backwards).stream("tag", "peer")).isEqualTo(stream);
  }

  private static SourceFields source(List<String> fields) {
    SourceFields source = new SourceFields();
    for (String field : fields) {
      String[] parts = field.split("=");
      int dot = parts[0].indexOf('.');
      String outer = dot < 0 ? parts[0] : parts[0].substring(0, dot);
      assertThat(SourceFields.mayLeadTo("", outer)).isTrue();
      if (dot >= 0) {
        assertThat(SourceFields.mayLeadTo(outer + ".", parts[0].substring(dot + 1))).isTrue();
      }
      source.note(parts[0], parts[1]);
    }
    return source;
  }
}
