/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Kubernetes quantities: {@code 500m}, {@code 1.5}, {@code 64Mi}, {@code 1e3}. */
public final class ResourceQuantity {

  private static final Pattern FORM =
      Pattern.compile("([+-]?\\d+(?:\\.\\d*)?|[+-]?\\.\\d+)([eE][+-]?\\d+|[KMGTPE]i|[numkMGTPE])?");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private ResourceQuantity() {}

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The exact value in base units (cores, bytes).
   *
   * @throws IllegalArgumentException when the text is no quantity
   */
  public static BigDecimal parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no quantity: " + text);
    }
    BigDecimal number = new BigDecimal(form.group(1));
    String unit = form.group(2);
    if (unit == null) {
      return number;
    }
    BigDecimal factor = UNITS.get(unit);
    return factor != null
        ? number.multiply(factor)
        : number.scaleByPowerOfTen(Integer.parseInt(unit.substring(1)));
  }

  /** CPU of a resources map in millicores, 0 when absent; rounded up. */
  public static long millis(JsonNode resources) {
    return of(resources, "cpu").scaleByPowerOfTen(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  /** Memory of a resources map in bytes, 0 when absent; rounded up. */
  public static long bytes(JsonNode resources) {
    return of(resources, "memory").setScale(0, RoundingMode.CEILING).longValue();
  }

  private static BigDecimal of(JsonNode resources, String name) {
    String text = JsonTrees.text(resources, name);
    return text.isEmpty() || !isValid(text) ? BigDecimal.ZERO : parse(text);
  }

  /** {@code 1500m} or {@code 2}: the canonical form of CPU. */
  public static String cpu(BigDecimal cores) {
    long millis = cores.scaleByPowerOfTen(3).setScale(0, RoundingMode.CEILING).longValue();
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
  }

  /** {@code 64Mi}, {@code 1Gi}, or plain bytes: the canonical form of memory in binary units. */
  public static String memory(BigDecimal value) {
    long bytes = value.setScale(0, RoundingMode.CEILING).longValue();
    String[] units = {"", "Ki", "Mi", "Gi", "Ti"};
    int unit = 0;
    while (bytes != 0 && bytes % 1024 == 0 && unit < units.length - 1) {
      bytes /= 1024;
      unit++;
    }
    return bytes + units[unit];
  }
}
