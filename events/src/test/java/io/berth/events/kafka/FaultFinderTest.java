/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.events.Event;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.command.Deploy;
import io.berth.events.command.Scale;
import io.berth.events.metrics.ResourceSample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultFinderTest {

  private static final String ANNA = "\"meta\":{\"requestedBy\":\"anna\"}";
  private static final String CART = "\"app\":{\"namespace\":\"shop\",\"name\":\"cart\"}";

  @Test
  void faultsOfSiblings_areAllReported() {
    assertThat(
            faults(
                Deploy.class,
                """
                {"meta": {"deadline": "soon", "clusters": ["dc-a", "DC B"]},
                 "app": {"namespace": "Shop", "name": ""},
                 "spec": {"tier": "gold", "replicas": "many", "ports": [{"name": "http", "port": 0}],
                          "probes": {"liveness": {"check": {"type": "HTTPS", "port": 1}}},
                          "strategy": {"type": "ROLLING", "maxSurgePercent": 0}},
                 "forse": true}
                """))
        .extracting(InvalidField::toString)
        .containsExactlyInAnyOrder(
            "forse: found an unknown field, wanted one of: meta, app, spec, force, createNamespace"
                + " (line 6, column 2)",
            "meta.deadline: found 'soon', wanted a duration such as 30s, 10m or 1h30m, or an ISO 8601"
                + " duration such as PT30S (line 1, column 23)",
            "meta.requestedBy: found nothing, wanted text (line 1, column 10)",
            "meta.clusters[1]: found 'DC B', wanted a DNS label: 1 to 63 of a-z, 0-9 and '-',"
                + " neither first nor last a '-' (line 1, column 52)",
            "app.namespace: found 'Shop', wanted a DNS label: 1 to 63 of a-z, 0-9 and '-',"
                + " neither first nor last a '-' (line 2, column 23)",
            "app.name: found '', wanted a DNS label: 1 to 63 of a-z, 0-9 and '-',"
                + " neither first nor last a '-' (line 2, column 39)",
            "spec.tier: found 'gold', wanted one of: CRITICAL, STANDARD, LOW, BACKOFFICE (line 3, column 19)",
            "spec.replicas: found 'many', wanted a whole number of at most 2147483647 (line 3, column 39)",
            "spec.ports[0].port: found 0, wanted 1 to 65535 (line 3, column 82)",
            "spec.probes.liveness.check.type: found 'HTTPS', wanted one of: HTTP, TCP, EXEC, GRPC (line 4, column 53)",
            "spec.strategy.maxSurgePercent: found 0 and maxUnavailablePercent 0, wanted one of the"
                + " two above 0, or no pod could ever be replaced (line 5, column 62)",
            "spec.image: found nothing, wanted text (line 3, column 10)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "5.7      | 5.7             | a whole number of at most 2147483647",
        "\"5\"    | '5'             | a whole number of at most 2147483647, without quotes",
        "true     | true            | a whole number of at most 2147483647",
        "[5]      | a list          | a whole number of at most 2147483647",
        "{}       | an object       | a whole number of at most 2147483647",
        "99999999999 | 99999999999  | a whole number of at most 2147483647",
        "-1       | -1              | 1 to 1000",
        "null     | nothing         | 1 to 1000"
      })
  void wrongNumber_isReportedInPlainWords(String value, String found, String wanted) {
    assertThat(faults(Scale.class, "{" + ANNA + "," + CART + ",\"replicas\":" + value + "}"))
        .containsExactly(new InvalidField("replicas", found, wanted, 1, 84));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]                      | ~~                   | a list    | an object",
        "{\"meta\":7}            | meta                 | a number  | an object",
        "{\"meta\":{\"order\":\"x\"}}  | meta.order     | text      | an object with a 'type'",
        "{\"meta\":{\"order\":{}}}     | meta.order.type | nothing  | one of: ALL_AT_ONCE, WAVES",
        "{\"meta\":{\"clusters\":1}}   | meta.clusters  | a number  | a list",
        "{\"meta\":{\"clusters\":[null]}} | meta.clusters[0] | null | text; \"\" where it is to be empty",
        "{\"meta\":{\"dryRun\":\"yes\"}}  | meta.dryRun | 'yes'     | true or false"
      })
  void wrongShape_isReportedInPlainWords(String json, String field, String found, String wanted) {
    assertThat(faults(Scale.class, json))
        .extracting(InvalidField::field, InvalidField::found, InvalidField::wanted)
        .contains(tuple(field, found, wanted));
  }

  @Test
  void valueOfAnEnvironmentVariable_isNeverQuoted() {
    String json =
        "{%s,%s,\"spec\":{\"image\":\"a\",\"replicas\":1,\"env\":{\"PASSWORD\":[\"hunter2\"]}}}"
            .formatted(ANNA, CART);
    assertThat(faults(Deploy.class, json))
        .containsExactly(new InvalidField("spec.env.PASSWORD", "a list", "text", 1, 124));
  }

  @Test
  void duplicateField_isRejectedInCommands() {
    String json = "{%s,%s,\"replicas\":1,\"replicas\":9}".formatted(ANNA, CART);
    assertThat(faults(Scale.class, json))
        .containsExactly(
            new InvalidField(
                "replicas",
                "a second 'replicas'; the first is in line 1, column 73",
                "each field once: keep one of the two",
                1,
                86));
  }

  @Test
  void unknownFields_areNoFaultIfIgnored() {
    assertThat(faults(ResourceSample.class, "{\"app\":{\"color\":\"red\"},\"shape\":1}"))
        .extracting(InvalidField::field)
        .containsExactlyInAnyOrder(
            "app.cluster", "app.namespace", "app.name", "sampledAt", "window", "source", "pods");
  }

  private static List<InvalidField> faults(Class<? extends Event> payload, String json) {
    return catchThrowableOfType(
            InvalidEventException.class, () -> EventJson.read(json.getBytes(UTF_8), payload))
        .fields();
  }
}
