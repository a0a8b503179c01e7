/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.berth.events.ApprovedFiles;
import io.berth.events.CommandSamples;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Samples;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SchemasTest {

  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final Path RELEASED = Path.of("src/test/resources/released");

  static Stream<Map.Entry<String, Class<? extends Event>>> types() {
    return EventTypes.all().entrySet().stream();
  }

  static Stream<Map.Entry<String, Event>> samples() {
    return Samples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void committedSchema_isUpToDate(Map.Entry<String, Class<? extends Event>> type) {
    String generated = ApprovedFiles.pretty(JsonSchemas.of(type.getValue()));
    assertThat(generated)
        .as("The schema is not that of the record: renew it with -Dberth.update=true")
        .isEqualTo(ApprovedFiles.committed(SCHEMAS.resolve(type.getKey() + ".json"), generated));
  }

  /**
   * When a version is released, its schemas are copied to the folder of the released ones; a type
   * that is not there has not been released yet.
   */
  @ParameterizedTest
  @MethodSource("types")
  void schema_isCompatibleWithTheReleasedOne(Map.Entry<String, Class<? extends Event>> type) {
    String released = ApprovedFiles.kept(RELEASED.resolve(type.getKey() + ".json"));
    if (!released.isEmpty()) {
      assertThat(
              BreakingChanges.between(
                  ApprovedFiles.parse(released), JsonSchemas.of(type.getValue())))
          .as("This breaks other teams' readers or writers: add a new version of the type instead")
          .isEmpty();
    }
  }

  @Test
  void releasedType_stillExists() {
    assertThat(ApprovedFiles.names(RELEASED)).isSubsetOf(EventTypes.all().keySet()).isNotEmpty();
  }

  @Test
  void schemas_areOnePerType() {
    assertThat(ApprovedFiles.names(SCHEMAS)).isEqualTo(EventTypes.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void example_isValidByItsSchema(Map.Entry<String, Event> sample) {
    assertThat(faults(sample.getValue(), ApprovedFiles.json(sample.getValue()))).isEmpty();
  }

  @Test
  void unknownFieldOfACommand_isInvalidByItsSchema() {
    ObjectNode json = (ObjectNode) ApprovedFiles.json(CommandSamples.SCALE_CART);
    assertThat(faults(CommandSamples.SCALE_CART, json.put("replica", 7))).hasSize(1);
  }

  @Test
  void limitsInKubernetesNotation_areValid_butNotInBothNotations() {
    ObjectNode json = (ObjectNode) ApprovedFiles.json(CommandSamples.DEPLOY_CART);
    ObjectNode limits = (ObjectNode) json.at("/spec/limits");
    limits.removeAll().put("cpu", "500m").put("memory", 268435456);
    assertThat(faults(CommandSamples.DEPLOY_CART, json)).isEmpty();
    limits.put("cpuMillis", 500);
    assertThat(faults(CommandSamples.DEPLOY_CART, json)).isNotEmpty();
    limits.removeAll().put("cpu", "500MB").put("memoryBytes", 268435456);
    assertThat(faults(CommandSamples.DEPLOY_CART, json)).isNotEmpty();
    limits.removeAll().put("cpu", "500m");
    assertThat(faults(CommandSamples.DEPLOY_CART, json)).isNotEmpty();
  }

  @Test
  void everyField_isDescribed() {
    types()
        .forEach(
            type ->
                assertThat(JsonSchemas.of(type.getValue()).findValuesAsString("description"))
                    .as(type.getKey())
                    .doesNotContain(""));
  }

  private static java.util.List<?> faults(Event payload, JsonNode json) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JsonSchemas.of(payload.getClass()));
    return schema.validate(json);
  }
}
