/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KubeletFiguresTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_000_000_000_000L);
  private static final ContainerRef CART = new ContainerRef("shop", "cart-1", "cart");

  private static String reading(String cpuSeconds, long atMillis, String started) {
    String labels = "{container=\"cart\",namespace=\"shop\",pod=\"cart-1\"} ";
    return """
    # HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time
    # TYPE container_cpu_usage_seconds_total counter
    container_cpu_usage_seconds_total%s%s %d
    container_memory_working_set_bytes%s1.048576e+06 %d
    container_start_time_seconds%s%s
    resource_scrape_error 0
    """
        .formatted(labels, cpuSeconds, atMillis, labels, atMillis, labels, started);
  }

  private static Figure second(String cpuSeconds, long afterMillis, String started) {
    long at = NOW.toEpochMilli();
    return KubeletFigures.NONE
        .after(reading("10", at, "999"), NOW)
        .after(reading(cpuSeconds, at + afterMillis, started), NOW.plusMillis(afterMillis))
        .figures()
        .get(CART);
  }

  @Test
  void oneReading_hasMemory_andNoCpuYet() {
    Figure figure =
        KubeletFigures.NONE
            .after(reading("10", NOW.toEpochMilli(), "999"), NOW)
            .figures()
            .get(CART);

    assertThat(figure.memoryBytes()).isEqualTo(1 << 20);
    assertThat(figure.cpuMillis()).isNull();
  }

  @Test
  void cpu_isTheCountersGrowth_overItsOwnTime() {
    Figure figure = second("12.5", 10_000, "999");

    assertThat(figure.cpuMillis()).isEqualTo(250);
    assertThat(figure.window()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aCounterThatWentBack_givesNoFigure() {
    assertThat(second("1", 10_000, "999").cpuMillis()).isNull();
  }

  @Test
  void aContainerThatStartedAnew_givesNoFigure() {
    assertThat(second("12", 10_000, "1005").cpuMillis()).isNull();
  }

  @Test
  void aValueThatIsNoNumber_isLeftOut() {
    assertThat(second("NaN", 10_000, "999").cpuMillis()).isNull();
    assertThat(second("+Inf", 10_000, "999").cpuMillis()).isNull();
  }

  @Test
  void theSamePointAgain_keepsTheFigureForAWhile() {
    long at = NOW.toEpochMilli();
    KubeletFigures two =
        KubeletFigures.NONE
            .after(reading("10", at, "999"), NOW)
            .after(reading("12", at + 10_000, "999"), NOW.plusSeconds(10));

    String same = reading("12", at + 10_000, "999");
    assertThat(two.after(same, NOW.plusSeconds(15)).figures().get(CART).cpuMillis()).isEqualTo(200);
    assertThat(two.after(same, NOW.plusSeconds(100)).figures().get(CART).cpuMillis()).isNull();
  }

  @Test
  void aPointFromTheFuture_isLeftOut() {
    assertThat(
            KubeletFigures.NONE
                .after(reading("10", NOW.plusSeconds(3600).toEpochMilli(), "999"), NOW)
                .figures()
                .get(CART))
        .isNull();
  }

  @Test
  void brokenLines_costOnlyThemselves() {
    String broken = "container_cpu_usage_seconds_total{container=\"x\n}{ nonsense\n";

    assertThat(
            KubeletFigures.NONE
                .after(broken + reading("10", NOW.toEpochMilli(), "999"), NOW)
                .figures())
        .containsOnlyKeys(CART);
  }
}
