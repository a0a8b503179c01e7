/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static io.berth.logpipeline.enrichment.SamplePods.DECIDES;
import static io.berth.logpipeline.enrichment.SamplePods.PAY_ID;
import static io.berth.logpipeline.enrichment.SamplePods.decisive;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.kafka.EventJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines of any nesting, with names that records are told apart by. */
class AnyLineTest {

  @Test
  void anyNestedLine_decidesNothing() {
    Random random = new Random(4711);
    for (int i = 0; i < 5_000; i++) {
      String line = EventJson.mapper().writeValueAsString(object(random, 0));
      SampleCollector sender =
          SampleCollector.values()[random.nextInt(SampleCollector.values().length)];
      boolean known = random.nextBoolean();
      assertThat(decisive(sender, line, known))
          .as("%s: %s", sender, line)
          .isEqualTo(decisive(sender, "x", known));
    }
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      object.put(name(random), value(random, depth));
    }
    return object;
  }

  /** Whole names, their beginnings and ends, in several notations. */
  private static String name(Random random) {
    String[] parts = DECIDES.get(random.nextInt(DECIDES.size())).split("\\.");
    int from = random.nextInt(parts.length);
    int to = from + 1 + random.nextInt(parts.length - from);
    String name =
        String.join(
            List.of(".", ".", ".", "_", "-").get(random.nextInt(5)),
            List.of(parts).subList(from, to));
    return switch (random.nextInt(12)) {
      case 0 -> name.toUpperCase(java.util.Locale.ROOT);
      case 1 -> " " + name;
      case 2 -> "namespace_name";
      case 3 -> "pod_id";
      case 4 -> "docker_id";
      case 5 -> "message";
      default -> name;
    };
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 9)) {
      case 0 -> "uid-pay";
      case 1 -> PAY_ID;
      case 2 -> "payns";
      case 3 -> "pay-1";
      case 4 -> random.nextInt(100);
      case 5 -> List.of("payns", "pay-1");
      case 6 -> EventJson.mapper().writeValueAsString(object(random, depth + 2));
      default -> object(random, depth + 1);
    };
  }
}
