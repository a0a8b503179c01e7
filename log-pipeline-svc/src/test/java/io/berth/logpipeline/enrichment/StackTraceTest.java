/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTraceTest {

  private static final String TRACE =
      """
      java.lang.IllegalStateException: no funds
      \tat shop.Cart.pay(Cart.java:7)
      \tat shop.Main.main(Main.java:3)
      Caused by: java.io.IOException: reset
      \tat shop.Bank.call(Bank.java:1)
      \t... 2 more""";

  @Test
  void typeMessageAndTrace_areTakenOutOfWhatWasPrinted() {
    StackTrace trace = StackTrace.in("2026-01-31 12:00:00 ERROR declined\n" + TRACE + "\n");
    assertThat(trace).isNotNull();
    assertThat(trace.before()).isEqualTo("2026-01-31 12:00:00 ERROR declined");
    assertThat(trace.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(trace.message()).isEqualTo("no funds");
    assertThat(trace.text()).isEqualTo(TRACE);
  }

  @Test
  void messageWithLineBreaks_andThread_areSeenThrough() {
    StackTrace trace =
        StackTrace.in(
            "Exception in thread \"main\" com.shop.Broke: one\ntwo\n\tat a.B.c(B.java:1)");
    assertThat(trace).isNotNull();
    assertThat(trace.type()).isEqualTo("com.shop.Broke");
    assertThat(trace.message()).isEqualTo("one");
  }

  @Test
  void hash_isTheSame_whateverTheLinesAndMessages_butNotForAnotherWay() {
    String moved =
        TRACE.replace(":7)", ":9)").replace("no funds", "no money").replace("2 more", "9 more");
    assertThat(StackTrace.hash(moved)).isEqualTo(StackTrace.hash(TRACE));
    assertThat(StackTrace.hash(TRACE.replace("Bank.call", "Bank.ask")))
        .isNotEqualTo(StackTrace.hash(TRACE));
    assertThat(StackTrace.hash(TRACE.replace("java.io.IO", "java.sql.SQL")))
        .isNotEqualTo(StackTrace.hash(TRACE));
  }

  @Test
  void textWithoutFrames_isNone() {
    assertThat(StackTrace.in("java.lang.Error: x\nand no frames")).isNull();
    assertThat(StackTrace.in("select *\n  at (1)\nfrom x")).isNull();
  }
}
