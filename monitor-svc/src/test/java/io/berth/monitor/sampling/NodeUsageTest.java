/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.UsageSample;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeUsageTest {

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

  private static UsageSample second(String cpuSeconds, long afterMillis, String started) {
    long at = NOW.toEpochMilli();
    return NodeUsage.NONE
        .after(reading("10", at, "999"), NOW)
        .after(reading(cpuSeconds, at + afterMillis, started), NOW.plusMillis(afterMillis))
        .usages()
        .get(CART);
  }

  @Test
  void firstScrape_hasMemoryButNoCpu() {
    UsageSample usage =
        NodeUsage.NONE.after(reading("10", NOW.toEpochMilli(), "999"), NOW).usages().get(CART);

    assertThat(usage.memoryBytes()).isEqualTo(1 << 20);
    assertThat(usage.cpuMillis()).isNull();
  }

  @Test
  void cpu_isTheCountersIncreaseOverItsOwnTimestamps() {
    UsageSample usage = second("12.5", 10_000, "999");

    assertThat(usage.cpuMillis()).isEqualTo(250);
    assertThat(usage.window()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void counterReset_hasNoCpu() {
    assertThat(second("1", 10_000, "999").cpuMillis()).isNull();
  }

  @Test
  void restartedContainer_hasNoCpu() {
    assertThat(second("12", 10_000, "1005").cpuMillis()).isNull();
  }

  @Test
  void valueThatIsNotANumber_isIgnored() {
    assertThat(second("NaN", 10_000, "999").cpuMillis()).isNull();
    assertThat(second("+Inf", 10_000, "999").cpuMillis()).isNull();
  }

  @Test
  void repeatedCounterValue_keepsTheRateTemporarily() {
    long at = NOW.toEpochMilli();
    NodeUsage two =
        NodeUsage.NONE
            .after(reading("10", at, "999"), NOW)
            .after(reading("12", at + 10_000, "999"), NOW.plusSeconds(10));

    String same = reading("12", at + 10_000, "999");
    assertThat(two.after(same, NOW.plusSeconds(15)).usages().get(CART).cpuMillis()).isEqualTo(200);
    assertThat(two.after(same, NOW.plusSeconds(100)).usages().get(CART).cpuMillis()).isNull();
  }

  @Test
  void valueFromTheFuture_isIgnored() {
    assertThat(
            NodeUsage.NONE
                .after(reading("10", NOW.plusSeconds(3600).toEpochMilli(), "999"), NOW)
                .usages()
                .get(CART))
        .isNull();
  }

  @Test
  void malformedLines_areSkipped() {
    String broken = "container_cpu_usage_seconds_total{container=\"x\n}{ nonsense\n";

    assertThat(
            NodeUsage.NONE.after(broken + reading("10", NOW.toEpochMilli(), "999"), NOW).usages())
        .containsOnlyKeys(CART);
  }

  @Test
  void cadvisorSeries_areReadWithoutPerProcessorOnes_newestPerContainer() {
    String text =
        """
        container_cpu_usage_seconds_total{container="",cpu="total",id="/",namespace="",pod=""} 99 1000000000000
        container_cpu_usage_seconds_total{container="cart",cpu="cpu00",namespace="shop",pod="cart-1"} 3 1000000000000
        container_cpu_usage_seconds_total{container="cart",cpu="total",namespace="shop",pod="cart-1"} 10 1000000000000
        container_cpu_usage_seconds_total{container="cart",cpu="total",id="old",namespace="shop",pod="cart-1"} 5000 999999940000
        container_memory_working_set_bytes{container="cart",namespace="shop",pod="cart-1"} 7 1000000000000
        container_memory_working_set_bytes{container="cart",id="old",namespace="shop",pod="cart-1"} 9 999999940000
        """;

    NodeUsage usages = NodeUsage.NONE.after(text, NOW);
    assertThat(usages.counters().get(CART).seconds()).isEqualTo(10);
    assertThat(usages.usages().get(CART).memoryBytes()).isEqualTo(7);
  }

  @Test
  void counterWithoutTotal_asBeforeKubernetes120_isRead() {
    String text =
        "container_cpu_usage_seconds{container=\"cart\",namespace=\"shop\",pod=\"cart-1\"} 10";

    assertThat(NodeUsage.NONE.after(text, NOW).counters().get(CART).seconds()).isEqualTo(10);
  }
}
