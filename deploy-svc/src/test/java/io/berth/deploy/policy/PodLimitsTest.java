/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The application has 200m and 64 MiB. */
class PodLimitsTest {

  private static final long MIB = 1 << 20;

  @Test
  void applicationAlone_isItsPod() {
    assertThat(PodLimits.of(spec(GOOD, 3))).isEqualTo(new PodLimits(200, 64 * MIB));
  }

  @Test
  void sidecars_areAdded_andTheLargestInitContainerCounts_ofEachResource() {
    AppSpec accompanied =
        AppSpecBuilder.with(
            spec(GOOD, 3),
            it -> {
              it.initContainers =
                  List.of(
                      TestContainers.init(c -> c.limits = new Limits(900, 16 * MIB)),
                      TestContainers.init(c -> c.limits = new Limits(500, 32 * MIB)));
              it.sidecars =
                  List.of(
                      TestContainers.sidecar(c -> c.limits = new Limits(100, 16 * MIB)),
                      TestContainers.sidecar(c -> c.limits = new Limits(50, 8 * MIB)));
            });

    assertThat(PodLimits.of(accompanied)).isEqualTo(new PodLimits(900, 88 * MIB));
  }

  @Test
  void withoutLimits_thereIsNoSum() {
    assertThat(PodLimits.of(AppSpecBuilder.with(spec(GOOD, 3), it -> it.limits = null))).isNull();
  }
}
