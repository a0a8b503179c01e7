/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "500m, 500",
    "1.5, 1500",
    "2, 2000",
    "0.1, 100",
    ".5, 500",
    "5., 5000",
    "+250m, 250",
    "007, 7000",
    "1e3, 1000000",
    "1E3, 1000000",
    "1e+3, 1000000",
    "1e-3, 1",
    "12.5e1, 125000",
    "1k, 1000000",
    "1M, 1000000000",
    "1Ki, 1024000",
    "0.5Ki, 512000",
    "1000000u, 1000",
    "5000000n, 5",
    "0, 0",
    "-0, 0",
    "0e999, 0",
    "0.0010, 1",
    "9223372036854775807m, 9223372036854775807"
  })
  void cpu_isReadInMillicores(String text, long millicores) {
    assertThat(new Quantity(text).millicores()).isEqualTo(millicores);
  }

  @ParameterizedTest
  @CsvSource({
    "256Mi, 268435456",
    "1Gi, 1073741824",
    "1.5Gi, 1610612736",
    "0.5Gi, 536870912",
    "128974848, 128974848",
    "129e6, 129000000",
    "129E6, 129000000",
    "1.28974848e+08, 128974848",
    "1.34217728E8, 134217728",
    "129M, 129000000",
    "128974848000m, 128974848",
    "1.5Ki, 1536",
    "1k, 1000",
    "1G, 1000000000",
    "1T, 1000000000000",
    "1P, 1000000000000000",
    "1E, 1000000000000000000",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "7Ei, 8070450532247928832",
    "1e1, 10",
    "9223372036854775807, 9223372036854775807"
  })
  void memory_isReadInBytes(String text, long bytes) {
    assertThat(new Quantity(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "500 m     | did you mean 500m?",
        "1,5       | did you mean 1.5?",
        "0,5       | did you mean 0.5?",
        "５００m    | did you mean 500m?",
        "1_000m    | did you mean 1000m?",
        "1e3m      | did you mean 1000m?",
        "500millis | did you mean 500m?",
        "500 millicores | did you mean 500m?",
        "2 cores   | did you mean 2?",
        "2vCPU     | did you mean 2?",
        "3000µ     | did you mean 3000u?",
        "~ 500m~   | did you mean 500m?",
        "0.5m      | a whole number of millicores, and this is 0.5; rounded up it is 1m",
        "0.0005    | a whole number of millicores, and this is 0.5; rounded up it is 1m",
        "100u      | a whole number of millicores, and this is 0.1; rounded up it is 1m",
        "1.0005    | and this is 1000.5; rounded up it is 1001m",
        "-1        | not less than 0",
        "-500m     | not less than 0",
        "9223372036854775808m | at most 9223372036854775807 millicores",
        "1e999999999 | at most 9223372036854775807 millicores",
        "9E9       | ~~"
      })
  void inexactCpu_isRejected_withAdvice(String text, String wanted) {
    if (wanted.isEmpty()) {
      assertThat(new Quantity(text).millicores()).isEqualTo(9_000_000_000_000L);
    } else {
      InvalidField fault = fault(() -> new Quantity(text).millicores());
      assertThat(fault.found()).isEqualTo("'" + text + "'");
      assertThat(fault.wanted()).endsWith(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "256mi    | did you mean 256Mi?",
        "256MI    | did you mean 256Mi?",
        "500mi    | did you mean 500Mi?",
        "256MB    | did you mean 256M or 256Mi?",
        "256mb    | did you mean 256M or 256Mi?",
        "256MiB   | did you mean 256Mi?",
        "6GiB     | did you mean 6Gi?",
        "256 Mi   | did you mean 256Mi?",
        "16g      | did you mean 16G or 16Gi?",
        "1K       | did you mean 1k or 1Ki?",
        "512KB    | did you mean 512k or 512Ki?",
        "128t     | did you mean 128T or 128Ti?",
        "1,5Gi    | did you mean 1.5Gi?",
        "２５６Mi  | did you mean 256Mi?",
        "256 megabytes | did you mean 256M or 256Mi?",
        "268435456B | did you mean 268435456?",
        "268_435_456 | did you mean 268435456?",
        "100m     | a whole number of bytes, and this is 0.1; did you mean 100Mi or 100M?",
        "512m     | a whole number of bytes, and this is 0.512; did you mean 512Mi or 512M?",
        "0.1Ki    | a whole number of bytes, and this is 102.4; rounded up it is 103",
        "1.1Gi    | and this is 1181116006.4; rounded up it is 1181116007, or 1127Mi",
        "2899102924800.5m | and this is 2899102924.8005; rounded up it is 2899102925, or 2765Mi",
        "-256Mi   | not less than 0",
        "8Ei      | at most 9223372036854775807 bytes",
        "10E      | at most 9223372036854775807 bytes"
      })
  void inexactMemory_isRejected_withAdvice(String text, String wanted) {
    InvalidField fault = fault(() -> new Quantity(text).bytes());
    assertThat(fault.found()).isEqualTo("'" + text + "'");
    assertThat(fault.wanted()).endsWith(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "m",
        "Mi",
        ".",
        "+",
        "-",
        "e3",
        "1e",
        "1e3.5",
        "1e3Mi",
        "1Mii",
        "1iM",
        "1.2.3",
        "1..2",
        "--1",
        "+-1",
        "0x10",
        "0b1",
        "½",
        "NaN",
        "Infinity",
        "null",
        "true",
        "1,000,000",
        "1,000",
        "1.000,5",
        "1Zi",
        "1Y",
        "256Mi\n",
        "1e1000000000000",
        "1 2",
        "500m500m",
        "256Mi;",
        "$(MEM)",
        "{{ .Values.mem }}",
        "١٢٣Mi",
        "1/2",
        "50%",
        "max",
        "−5"
      })
  void textThatIsNoQuantity_isRejected_withoutAGuess(String text) {
    for (var read : List.<Runnable>of(new Quantity(text)::millicores, new Quantity(text)::bytes)) {
      assertThat(fault(read).wanted()).contains("as Kubernetes writes it");
    }
  }

  @Test
  void textOfAMillionDigits_isRejectedAtOnce() {
    assertThat(fault(new Quantity("1".repeat(1_000_000))::bytes).found()).hasSizeLessThan(300);
    assertThat(fault(new Quantity("1e-999999999")::bytes).wanted()).startsWith("a whole number");
  }

  static Stream<Random> seeds() {
    return new Random(7).longs(200).mapToObj(Random::new);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyWholeNumber_isReadExactly_withEverySuffix(Random random) {
    long bytes = random.nextLong(1L << random.nextInt(1, 62));
    BigDecimal exact = BigDecimal.valueOf(bytes);
    for (int i = 0; i < 6; i++) {
      String mantissa = exact.divide(BigDecimal.valueOf(1L << (10 * i))).toPlainString();
      assertThat(new Quantity(mantissa + List.of("", "Ki", "Mi", "Gi", "Ti", "Pi").get(i)).bytes())
          .isEqualTo(bytes);
      String decimal = exact.movePointLeft(3 * i).toPlainString();
      assertThat(new Quantity(decimal + List.of("", "k", "M", "G", "T", "P").get(i)).bytes())
          .isEqualTo(bytes);
      assertThat(new Quantity(decimal + "e" + 3 * i).bytes()).isEqualTo(bytes);
    }
    assertThat(new Quantity(exact.movePointRight(3).toPlainString() + "m").bytes())
        .isEqualTo(bytes);
    assertThat(new Quantity(bytes + "m").millicores()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyText_isReadExactly_orRejected(Random random) {
    String letters = "0123456789.eE+-numkKMGTPEi ,_B";
    StringBuilder text = new StringBuilder();
    random
        .ints(random.nextInt(1, 12), 0, letters.length())
        .forEach(i -> text.append(letters.charAt(i)));
    Quantity quantity = new Quantity(text.toString());
    try {
      long bytes = quantity.bytes();
      assertThat(quantity.amount().orElseThrow()).isEqualByComparingTo(BigDecimal.valueOf(bytes));
    } catch (InvalidEventException e) {
      assertThat(e.fields()).hasSize(1);
    }
  }

  private static InvalidField fault(Runnable read) {
    return catchThrowableOfType(InvalidEventException.class, read::run).fields().getFirst();
  }
}
